-- ColumnSeal: has MySQL and MariaDB refuse to change and to delete entries of the access log. Needs the right TRIGGER and,
-- where the binary log is on, SUPER or log_bin_trust_function_creators. They ask no trigger about TRUNCATE: do not give the
-- application's user the right DROP.

create trigger if not exists master_key_access_log_no_update before update on master_key_access_log
    for each row signal sqlstate '45000' set message_text = 'master_key_access_log is append-only';
create trigger if not exists master_key_access_log_no_delete before delete on master_key_access_log
    for each row signal sqlstate '45000' set message_text = 'master_key_access_log is append-only';
