-- ColumnSeal: key tables for MySQL and MariaDB, schema version 1.
-- Times (created_at and the like) are microseconds since 1970-01-01T00:00Z, which no time zone shifts:
-- from_unixtime(created_at / 1e6) shows them.
-- Tenants are stored as the bytes of their UTF-8: convert(tenant using utf8mb4) shows them.
-- Never delete a row of data_encryption_keys, whatever its state, PENDING included: an index or values may need it.
-- Entries of master_key_access_log are linked by MACs: neither change nor delete one, see the guide on audit.
-- append-only-mysql.sql has the database refuse it; that needs a right of its own, so it is not part of this.

create table if not exists data_encryption_keys (
    id                   varchar(16)   not null primary key,
    environment          varchar(64)   not null,
    tenant               varbinary(255) not null,
    key_usage            varchar(16)   not null,
    version              integer       not null,
    suite                varchar(32)   not null,
    state                varchar(16)   not null,
    active_slot          smallint,
    kek_id               varchar(512),
    wrapped_key          varbinary(8192),
    recovery_wrapped_key varbinary(8192),
    check_value          varbinary(64) not null,
    seal_count           bigint        not null,
    created_at           bigint        not null,
    created_by           varchar(255)  not null,
    changed_at           bigint        not null,
    changed_by           varchar(255)  not null,
    reason               varchar(1000) not null,
    revision             bigint        not null,
    changed_revision     bigint        not null,
    state_mac            varbinary(64),
    unique (tenant, key_usage, version),
    unique (tenant, key_usage, active_slot),
    unique (changed_revision, id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin;

create table if not exists master_key_access_log (
    id               bigint        not null primary key,
    occurred_at      bigint        not null,
    operation        varchar(40)   not null,
    success          boolean       not null,
    occurrences      integer       not null,
    actor            varchar(255)  not null,
    origin           varchar(255),
    key_id           varchar(16),
    key_version      integer,
    previous_key_id  varchar(16),
    previous_version integer,
    kek_id           varchar(512),
    previous_kek_id  varchar(512),
    tenant           varbinary(255),
    context          varchar(255),
    reason           varchar(1000),
    backup           varchar(255),
    error            varchar(64),
    previous_mac     varbinary(64),
    mac_key_id       varchar(16),
    mac              varbinary(64),
    unique (occurred_at, id),
    unique (tenant, key_id, key_version, success, id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin;

create table if not exists columnseal_columns (
    application   varchar(255)  not null,
    entity        varchar(255)  not null,
    attribute     varchar(255)  not null,
    table_name    varchar(255)  not null,
    column_name   varchar(255)  not null,
    context       varchar(255)  not null,
    purpose       varchar(255)  not null,
    codec         varchar(255)  not null,
    storage       varchar(16)   not null,
    blind_indexes varchar(4000) not null default '',
    places        text          not null,
    primary key (application, entity, attribute)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin;

create table if not exists columnseal_key_notes (
    key_id   varchar(16)  not null,
    note     varchar(16)  not null,
    noted_at bigint       not null,
    detail   varchar(255) not null,
    primary key (key_id, note)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin;

create table if not exists columnseal_nodes (
    id          varchar(32)  not null primary key,
    application varchar(255) not null,
    revision    bigint       not null,
    beat        bigint       not null,
    heard_at    bigint       not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin;

create table if not exists columnseal_approvals (
    id           varchar(16)   not null primary key,
    operation    varchar(40)   not null,
    tenant       varbinary(255),
    key_id       varchar(16),
    subject      varchar(1000),
    requested_by varchar(255)  not null,
    requested_at bigint        not null,
    reason       varchar(1000) not null,
    expires_at   bigint        not null,
    state        varchar(16)   not null,
    decided_by   varchar(255),
    revision     bigint        not null,
    mac          varbinary(64) not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin;

create table if not exists columnseal_runs (
    id             varchar(64)   not null primary key,
    state          varchar(16)   not null,
    wanted         varchar(16)   not null,
    actor          varchar(255)  not null,
    reason         varchar(1000) not null,
    started_at     bigint        not null,
    changed_at     bigint        not null,
    rows_total     bigint        not null,
    rows_done      bigint        not null,
    rows_remaining bigint
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin;

create table if not exists columnseal_run_parts (
    run_id        varchar(64)   not null,
    part          varchar(255)  not null,
    position_text varchar(2000),
    primary key (run_id, part)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin;

create table if not exists columnseal_run_ranges (
    run_id        varchar(64)  not null,
    part          varchar(255) not null,
    range_number  bigint       not null,
    after_text    varchar(2000),
    up_to_text    varchar(2000),
    position_text varchar(2000),
    done          smallint     not null,
    owner         varchar(32)  not null,
    beat          bigint       not null,
    rows_read     bigint       not null,
    rows_moved    bigint       not null,
    rows_changed  bigint       not null,
    rows_stayed   bigint       not null,
    primary key (run_id, part, range_number)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin;

-- Of db-scheduler, by which nodes share re-encryption runs
create table if not exists columnseal_tasks (
    task_name            varchar(100) not null,
    task_instance        varchar(100) not null,
    task_data            blob,
    execution_time       timestamp(6) not null default current_timestamp(6),
    picked               boolean not null,
    picked_by            varchar(100),
    last_success         timestamp(6) null default null,
    last_failure         timestamp(6) null default null,
    consecutive_failures int,
    last_heartbeat       timestamp(6) null default null,
    version              bigint not null,
    priority             smallint,
    primary key (task_name, task_instance)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin;

create table if not exists columnseal_quarantine (
    run_id      varchar(64)   not null,
    entry       bigint        not null,
    table_name  varchar(255)  not null,
    column_name varchar(255)  not null,
    row_key     varchar(2000) not null,
    key_id      varchar(16),
    reason      varchar(32)   not null,
    found_at    bigint        not null,
    primary key (run_id, entry)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin;

create table if not exists columnseal_meta (
    name    varchar(64) not null primary key,
    counter bigint      not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin;

insert ignore into columnseal_meta (name, counter) values ('schema-version', 1), ('revision', 0), ('access-log', 0);
