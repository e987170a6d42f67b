--liquibase formatted sql

--changeset weir:microblog-changes-of-authors splitStatements:false
create function microblog.note_authors() returns trigger language plpgsql as $$
begin
    insert into microblog.changes (users, everything)
    select case when count(*) > 1000 then '{}' else array_agg(author_id) end, count(*) > 1000
    from (select distinct author_id from changed) as each having count(*) > 0;
    return null;
end
$$;

--changeset weir:microblog-changes-of-timelines
-- A timeline that is remembered holds until its author writes or deletes a post, or a post on it changes.
create trigger note_authors_inserted after insert on microblog.posts
    referencing new table as changed for each statement execute function microblog.note_authors();
create trigger note_authors_deleted after delete on microblog.posts
    referencing old table as changed for each statement execute function microblog.note_authors();
comment on column microblog.changes.users is 'Users of whom the profile, the counters or the list of posts changed.';
