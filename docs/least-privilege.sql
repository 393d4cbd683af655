-- The smallest rights that work. Run as the owner of the tables, after Set Up has been run once as a user who may create the
-- schema batch_sync (a superuser, the owner of the database, or any user with CREATE on it; Set Up is needed again only when
-- an upgrade of the package says so). Replace the names of schema, tables and columns by yours.
--
-- The role first:
--
--     create role batch_sync_runner login password '…';
--
-- part: preview
-- Enough for Preview Plan and Get Run. What a preview finds is recorded in the package's own tables, never in yours.
-- Before PostgreSQL 15 everybody may put functions and operators into public, where the tables' own code looks names up. The sync
-- looks nothing up in a schema that is open to others, and Set Up says so; this closes it.
revoke create on schema public from public;
grant usage on schema batch_sync to batch_sync_runner;
grant select, insert, update, delete on all tables in schema batch_sync to batch_sync_runner;
grant usage on all sequences in schema batch_sync to batch_sync_runner;
grant usage on schema public to batch_sync_runner;
grant select on public.tasks to batch_sync_runner;
-- Only where people are mapped by a table:
grant select on public.openproject_user_mapping to batch_sync_runner;

-- part: run
-- For runs that write the table: new rows, and the columns that are mapped or written back.
grant insert on public.tasks to batch_sync_runner;
grant update (task_title, task_description_detailed, status, priority, assigned_to_user_id, parent_task_id, due_date, due_at,
	openproject_id, openproject_sync_status, openproject_last_sync, openproject_error) on public.tasks to batch_sync_runner;

-- part: delete
-- Only where the pair deletes rows whose work package is gone (by default it does not).
grant delete on public.tasks to batch_sync_runner;
