--liquibase formatted sql

--changeset weir:search-media
-- What posts are found by that have media, as the server makes it for new posts (SearchTerms); here for posts written before.
update microblog.posts p set search = p.search || cast(known.terms as tsvector)
from (
    select a.id, concat_ws(' ', '''has:media''',
        case when bool_or(m.type = 'photo') then '''has:images''' end,
        case when bool_or(m.type = 'video') then '''has:videos''' end) as terms
    from (
        select p.id, k.media_key
        from microblog.posts p cross join lateral jsonb_array_elements_text(p.attachments -> 'media_keys') k (media_key)
        where jsonb_typeof(p.attachments -> 'media_keys') = 'array') a
    join microblog.media m using (media_key)
    group by a.id) known
where known.id = p.id;

--changeset weir:attachments-of-gone-posts splitStatements:false
-- What was said of a picture, and the choices of a poll, are the author's words: they go with the last post that shows
-- them, whoever removes it.
create index posts_attachments on microblog.posts using gin (attachments jsonb_path_ops) where attachments is not null;
create function microblog.drop_attachments() returns trigger language plpgsql as $$
declare
    keys text[];
    polls text[];
begin
    -- Nearly no post has any: then this is all.
    select array_agg(k.value) filter (where k.list = 'media_keys'),
            array_agg(k.value) filter (where k.list = 'poll_ids' and k.value ~ '^([0-9]{1,18}|[1-8][0-9]{18})$')
        into keys, polls
        from (
            select l.list, jsonb_array_elements_text(l.ids) as value
            from gone cross join lateral jsonb_each(gone.attachments) l (list, ids)
            where jsonb_typeof(gone.attachments) = 'object' and jsonb_typeof(l.ids) = 'array') k;
    if keys is not null then
        delete from microblog.media m where m.media_key = any(keys) and not exists (
            select from microblog.posts p
            where p.attachments @> jsonb_build_object('media_keys', jsonb_build_array(m.media_key)));
    end if;
    if polls is not null then
        delete from microblog.polls q where q.id = any(cast(polls as bigint[])) and not exists (
            select from microblog.posts p
            where p.attachments @> jsonb_build_object('poll_ids', jsonb_build_array(cast(q.id as text))));
    end if;
    return null;
end
$$;
create trigger attachments_dropped after delete on microblog.posts
    referencing old table as gone for each statement execute function microblog.drop_attachments();
