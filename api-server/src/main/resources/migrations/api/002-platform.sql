--liquibase formatted sql

--changeset weir:platform-schema
create schema platform;

--changeset weir:platform-accounts
create table platform.accounts (
    id bigint generated always as identity primary key,
    name text not null check (char_length(name) between 1 and 100),
    created_at timestamptz not null default now()
);
comment on table platform.accounts is 'Parties that sign up, hold a subscription and pay. Their plan is in billing.subscriptions.';
create table platform.apps (
    id bigint generated always as identity primary key,
    account_id bigint not null references platform.accounts,
    name text not null check (char_length(name) between 1 and 100),
    created_at timestamptz not null default now()
);
comment on table platform.apps is 'Clients registered by an account; window limits count per app.';
create index apps_account on platform.apps (account_id);

--changeset weir:platform-keys
create table platform.keys (
    id text primary key check (id ~ '^[0-9A-Za-z]{12}$'),
    app_id bigint not null references platform.apps,
    hmac bytea not null check (octet_length(hmac) = 32),
    hint text not null,
    test boolean not null,
    scopes text[] not null,
    user_id bigint,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    changed_in xid8 not null default pg_current_xact_id()
);
comment on table platform.keys is 'Keys of apps. The secret itself is nowhere: only its HMAC under the pepper of the configuration.';
comment on column platform.keys.hint is 'First and last characters of the key, for people to recognise it by.';
comment on column platform.keys.user_id is 'The microblog user that a user token acts for; null for an app-only key.';
comment on column platform.keys.changed_in is
    'The transaction of the last change; gateways poll it, so that a revocation reaches every cache.';
create index keys_app on platform.keys (app_id);
create index keys_changed on platform.keys (changed_in);

--changeset weir:platform-keys-changed splitStatements:false
create function platform.note_change() returns trigger language plpgsql as $$
begin
    new.changed_in := pg_current_xact_id();
    return new;
end
$$;

--changeset weir:platform-keys-changed-trigger
create trigger note_change before update on platform.keys
    for each row execute function platform.note_change();
