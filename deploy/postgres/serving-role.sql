-- For a service whose role owns nothing: it reads and writes rows, and can drop, empty at a stroke or change no table. Run by the
-- owner of the schema, in the service's database, before the first start and once more after it; repeating it is harmless:
--   psql -v ON_ERROR_STOP=1 -f serving-role.sql
-- The role is made by somebody who may: create role notification_service login password '…';

do $$
begin
    if exists (select from pg_class where oid = to_regclass('public.delivery') and relowner <> current_user::regrole) then
        raise exception 'Run this as the owner of the schema: % is not, and what migrations make later would be out of reach', current_user;
    end if;
end
$$;

grant usage on schema public to notification_service;
grant select, insert, update, delete on all tables in schema public to notification_service;
grant usage on all sequences in schema public to notification_service;

-- and what migrations and retention make from now on
alter default privileges in schema public grant select, insert, update, delete on tables to notification_service;
alter default privileges in schema public grant usage on sequences to notification_service;

-- which migrations were applied is for looking; the audit only grows
do $$
begin
    if to_regclass('public.audit') is not null then
        revoke insert, update, delete on flyway_schema_history from notification_service;
        revoke update, delete on audit from notification_service;
    end if;
end
$$;
