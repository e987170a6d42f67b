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
