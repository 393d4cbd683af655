-- The FLRTS database as Supabase holds it (September 2025), as far as a sync and those who look at it are concerned.

create type task_status as enum ('To Do', 'In Progress', 'Done', 'Cancelled', 'Archived');

create table sites (
	id uuid primary key default gen_random_uuid(),
	site_name varchar(120) not null unique,
	city varchar(80),
	latitude numeric(9, 6),
	longitude numeric(9, 6),
	is_active boolean not null default true,
	created_at timestamptz not null default now()
);

create table personnel (
	id uuid primary key default gen_random_uuid(),
	first_name varchar(80) not null,
	last_name varchar(80) not null,
	full_name text generated always as (first_name || ' ' || last_name) stored,
	email varchar(255) unique,
	phone varchar(40),
	job_title varchar(120),
	timezone varchar(60) not null default 'America/New_York',
	is_active boolean not null default true,
	created_at timestamptz not null default now()
);

create table openproject_user_mapping (
	personnel_id uuid not null unique references personnel,
	openproject_user_id integer not null unique,
	openproject_username varchar(255),
	created_at timestamptz not null default now()
);

create table tasks (
	id uuid primary key default gen_random_uuid(),
	task_id_display varchar(50) not null unique,
	task_title varchar(255) not null,
	task_description_detailed text,
	assigned_to_user_id uuid references personnel,
	created_by_user_id uuid references personnel,
	submitted_by_user_id uuid references personnel,
	site_id uuid references sites,
	parent_task_id uuid references tasks on delete set null,
	due_date date,
	due_at timestamptz,
	reminder_time timestamptz,
	priority varchar(50) default 'Medium',
	status task_status not null default 'To Do',
	completion_date timestamptz,
	openproject_id integer,
	openproject_sync_status varchar(50) default 'pending',
	openproject_type_id integer,
	openproject_last_sync timestamptz,
	openproject_error text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	last_modified_timestamp timestamptz not null default now()
);
create index tasks_openproject_id on tasks (openproject_id);
create index tasks_parent on tasks (parent_task_id);

create function touch_updated_at() returns trigger language plpgsql as $$
begin
	new.updated_at = now();
	return new;
end
$$;
create trigger tasks_touch_updated_at before update on tasks for each row execute function touch_updated_at();

alter table tasks enable row level security;

create table task_assignment_history (
	id uuid primary key default gen_random_uuid(),
	task_id uuid not null references tasks on delete cascade,
	assigned_to_user_id uuid references personnel,
	assigned_at timestamptz not null default now()
);

create table lists (
	id uuid primary key default gen_random_uuid(),
	list_name varchar(255) not null,
	list_type varchar(50) not null default 'checklist',
	site_id uuid references sites,
	created_by_user_id uuid references personnel,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);

create table list_items (
	id uuid primary key default gen_random_uuid(),
	list_id uuid not null references lists on delete cascade,
	item_description text not null,
	is_completed boolean not null default false,
	item_order integer not null,
	unique (list_id, item_order)
);

create table reminders (
	id uuid primary key default gen_random_uuid(),
	reminder_title varchar(255) not null,
	related_task_id uuid references tasks on delete cascade,
	for_user_id uuid references personnel,
	reminder_time timestamptz not null,
	is_completed boolean not null default false
);

create table field_reports (
	id uuid primary key default gen_random_uuid(),
	report_title varchar(255) not null,
	report_content text,
	site_id uuid references sites,
	submitted_by_user_id uuid references personnel,
	report_date date not null
);
