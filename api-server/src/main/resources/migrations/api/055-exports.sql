--liquibase formatted sql

--changeset weir:export-chunk-ranges
-- Which chunk may hold a post: asked for each deletion that is looked at.
create index export_chunks_first on platform.export_chunks (export_id, first_id);

--changeset weir:export-conditions
alter table platform.exports add column condition jsonb;
-- Until now every condition was one look-up of the text index.
update platform.exports
set condition = jsonb_build_object('terms', jsonb_build_object('query', index_query, 'finds', true));
alter table platform.exports alter column condition set not null, drop column index_query;
comment on column platform.exports.condition is
    'What posts must meet, with the names of users resolved when the export was ordered.';
comment on column platform.exports.last_id is
    'Up to this id everything has been looked through, and what matched has been written.';
