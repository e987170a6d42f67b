--liquibase formatted sql

--changeset weir:microblog-changes
create table microblog.changes (
    tx xid8 not null default pg_current_xact_id(),
    posts bigint[] not null default '{}',
    users bigint[] not null default '{}',
    authors bigint[] not null default '{}',
    everything boolean not null default false
);
create index changes_tx on microblog.changes (tx);
comment on table microblog.changes is
    'What gateways must no longer remember: noted by triggers, so that no writer can forget it, and kept for some minutes.';
comment on column microblog.changes.tx is
    'The transaction that changed it. What is visible in one snapshot and not in an earlier one was committed between them.';
comment on column microblog.changes.users is 'Users of whom the profile or the counters changed.';
comment on column microblog.changes.authors is 'Users who were hidden or shown again, and so all their posts were.';
comment on column microblog.changes.everything is 'Set for loads so large that naming them would cost more than reading anew.';

--changeset weir:microblog-changes-noted splitStatements:false
create function microblog.note_posts() returns trigger language plpgsql as $$
begin
    insert into microblog.changes (posts, everything)
    select case when count(*) > 1000 then '{}' else array_agg(id) end, count(*) > 1000
    from changed having count(*) > 0;
    return null;
end
$$;
create function microblog.note_post_counts() returns trigger language plpgsql as $$
begin
    insert into microblog.changes (posts, everything)
    select case when count(*) > 1000 then '{}' else array_agg(post_id) end, count(*) > 1000
    from changed having count(*) > 0;
    return null;
end
$$;
create function microblog.note_user_counts() returns trigger language plpgsql as $$
begin
    insert into microblog.changes (users, everything)
    select case when count(*) > 1000 then '{}' else array_agg(user_id) end, count(*) > 1000
    from changed having count(*) > 0;
    return null;
end
$$;
create function microblog.note_users() returns trigger language plpgsql as $$
begin
    insert into microblog.changes (users, authors, everything)
    select
        case when count(*) > 1000 then '{}' else coalesce(array_agg(id) filter (where not shown), '{}') end,
        case when count(*) > 1000 then '{}' else coalesce(array_agg(id) filter (where shown), '{}') end,
        count(*) > 1000
    from (
        select changed.id,
            (changed.protected, changed.suspended) is distinct from (before.protected, before.suspended) as shown
        from changed join before on before.id = changed.id) as each
    having count(*) > 0;
    return null;
end
$$;
create function microblog.note_gone_users() returns trigger language plpgsql as $$
begin
    insert into microblog.changes (authors, everything)
    select case when count(*) > 1000 then '{}' else array_agg(id) end, count(*) > 1000
    from changed having count(*) > 0;
    return null;
end
$$;
create function microblog.note_everything() returns trigger language plpgsql as $$
begin
    insert into microblog.changes (everything) values (true);
    return null;
end
$$;

--changeset weir:microblog-changes-triggers
-- New posts and users are not among them: what is not there is never remembered.
create trigger note_updated after update on microblog.posts
    referencing new table as changed for each statement execute function microblog.note_posts();
create trigger note_deleted after delete on microblog.posts
    referencing old table as changed for each statement execute function microblog.note_posts();
create trigger note_truncated after truncate on microblog.posts
    for each statement execute function microblog.note_everything();
create trigger note_inserted after insert on microblog.post_counts
    referencing new table as changed for each statement execute function microblog.note_post_counts();
create trigger note_updated after update on microblog.post_counts
    referencing new table as changed for each statement execute function microblog.note_post_counts();
create trigger note_updated after update on microblog.users
    referencing old table as before new table as changed for each statement execute function microblog.note_users();
create trigger note_deleted after delete on microblog.users
    referencing old table as changed for each statement execute function microblog.note_gone_users();
create trigger note_truncated after truncate on microblog.users
    for each statement execute function microblog.note_everything();
create trigger note_inserted after insert on microblog.user_counts
    referencing new table as changed for each statement execute function microblog.note_user_counts();
create trigger note_updated after update on microblog.user_counts
    referencing new table as changed for each statement execute function microblog.note_user_counts();
