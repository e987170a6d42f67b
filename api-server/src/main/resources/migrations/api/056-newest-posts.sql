--liquibase formatted sql

--changeset weir:microblog-newest-posts
alter table microblog.user_counts add column newest_post_id bigint;
comment on column microblog.user_counts.newest_post_id is
    'What the user wrote last: the highest id of their posts. Looked up anew for each user shown, it made a fifth of what a hundred posts cost over a million.';

--changeset weir:microblog-newest-posts-known
insert into microblog.user_counts as c (user_id, newest_post_id)
select author_id, max(id) from microblog.posts group by author_id order by author_id
on conflict (user_id) do update set newest_post_id = excluded.newest_post_id;
