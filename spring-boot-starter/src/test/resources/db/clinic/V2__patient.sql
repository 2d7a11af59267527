create table patient (
    id         bigint primary key,
    name       varchar(255),
    ssn        varbinary(200),
    birth_date varbinary(200)
);
create sequence patient_seq increment by 50;
