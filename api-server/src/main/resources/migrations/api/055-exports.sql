--liquibase formatted sql

--changeset weir:export-chunk-ranges
-- Which chunk may hold a post: asked for each deletion that is looked at.
create index export_chunks_first on platform.export_chunks (export_id, first_id);
