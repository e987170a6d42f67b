--liquibase formatted sql

--changeset weir:compliance-jobs
create table platform.compliance_jobs (
    id bigint generated always as identity (start with 1000000) primary key,
    account_id bigint not null references platform.accounts,
    type text not null check (type in ('tweets', 'users')),
    name text,
    resumable boolean not null,
    status text not null default 'created' check (status in ('created', 'in_progress', 'complete', 'failed')),
    created_at timestamptz not null,
    upload_expires_at timestamptz not null,
    download_expires_at timestamptz not null,
    done integer not null default 0,
    runner uuid,
    runner_until timestamptz,
    faults integer not null default 0
) with (fillfactor = 70);
comment on table platform.compliance_jobs is 'Lists of ids that somebody keeps, to be told which must go.';
comment on column platform.compliance_jobs.done is 'How many chunks of the list have been looked through.';
create index compliance_jobs_account on platform.compliance_jobs (account_id, type, id desc);
create index compliance_jobs_open on platform.compliance_jobs (id) where status = 'in_progress';
create index compliance_jobs_expiry on platform.compliance_jobs (download_expires_at);
create table platform.compliance_ids (
    job_id bigint not null references platform.compliance_jobs on delete cascade,
    number integer not null,
    ids bigint[] not null,
    primary key (job_id, number)
);
comment on table platform.compliance_ids is 'The list of a job, in chunks, in the order it came.';
create table platform.compliance_results (
    job_id bigint not null references platform.compliance_jobs on delete cascade,
    number integer not null,
    content bytea not null,
    primary key (job_id, number)
);
comment on table platform.compliance_results is 'What a job found, chunk by chunk, as lines of JSON.';
