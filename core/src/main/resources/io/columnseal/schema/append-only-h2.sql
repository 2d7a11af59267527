-- ColumnSeal: has H2 refuse to change and to delete entries of the access log. Needs an administrator, and the library's
-- jar on the class path of the database. H2 asks no trigger about TRUNCATE.

create trigger if not exists master_key_access_log_append_only before update, delete on master_key_access_log
    call 'io.columnseal.internal.jdbc.AppendOnlyTrigger';
