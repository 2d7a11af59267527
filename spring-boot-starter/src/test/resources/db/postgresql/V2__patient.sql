create table patient (
    id         bigint primary key,
    name       varchar(255),
    ssn        bytea,
    birth_date bytea
);
create sequence patient_seq increment by 50;
