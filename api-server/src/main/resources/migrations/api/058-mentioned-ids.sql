--liquibase formatted sql

--changeset weir:microblog-mentioned-ids splitStatements:false
create function microblog.with_mentioned_ids(entities jsonb) returns jsonb
    language sql stable parallel safe
    as $$
        select case when entities -> 'mentions' is null then entities else jsonb_set(entities, '{mentions}', coalesce((
            select jsonb_agg(
                case when m.mention -> 'id' is not null then m.mention else m.mention || coalesce(
                    (select jsonb_build_object('id', cast(u.id as text)) from microblog.users u
                        where lower(u.username) = lower(m.mention ->> 'username')),
                    '{}') end
                order by m.place)
            from jsonb_array_elements(entities -> 'mentions') with ordinality m (mention, place)), '[]')) end
    $$;
comment on function microblog.with_mentioned_ids is
    'Entities as a post stores them, with the ids of the users they mention, where they have none and there is a user of that name.';

--changeset weir:microblog-mentioned-ids-known runInTransaction:false splitStatements:false
-- A few thousand posts at a time, so that nobody waits long for one of them. Killed, it begins anew and passes over what has its ids.
do $$
declare
    last bigint := 0;
    batch bigint[];
begin
    loop
        batch := array(
            select id from microblog.posts
            where id > last and entities -> 'mentions' is not null order by id limit 5000);
        exit when cardinality(batch) = 0;
        update microblog.posts p set entities = known.entities
        from (
            select id, microblog.with_mentioned_ids(entities) as entities from microblog.posts
            where id = any(batch) order by id for no key update) known
        where p.id = known.id and p.entities is distinct from known.entities;
        last := batch[5000];
        commit;
        exit when last is null;
    end loop;
end $$;
