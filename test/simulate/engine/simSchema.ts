import type { Ground } from './grounds';

/**
 * What a simulated database has beside the user's tables, in a schema `sim` that comes first in every session's search path:
 * clocks that the simulation sets (sequences, because they count at once and for everybody), row ids that come from the seed, and
 * a history of every change to a task, to a base and to the fencing number, whoever made it.
 *
 * A trigger of the users' meddles with what the engine writes, as sim.mood says: 0 not at all, 1 leaves it out, 2 refuses it, 3 keeps the old
 * row, 4 refuses it at the commit, 5 spells the title otherwise; on every other row.
 *
 * clock: the database's own time in microseconds since 1970. moment: the simulation's, never shifted. engine: number of the engine whose
 * turn it is (transactions take turns).
 */
export const simSchema = ({ keyType, key, isGiven }: Ground): string => `
	create schema sim;
	create sequence sim.clock; create sequence sim.moment; create sequence sim.engine minvalue 0; create sequence sim.row;
	create function sim.clock_timestamp() returns timestamptz language sql stable as 'select pg_catalog.to_timestamp((select last_value from sim.clock) / 1000000.0)';
	create function sim.now() returns timestamptz language sql stable as 'select sim.clock_timestamp()';
	create function sim.row_id() returns ${keyType} language sql volatile security definer as $$select (${key})::${keyType} from pg_catalog.nextval('sim.row') n$$;
	create function sim.give_key() returns trigger language plpgsql as $$ begin new.id = sim.row_id(); return new; end $$;
	${isGiven ? 'create trigger a_key before insert on public.tasks for each row execute function sim.give_key();' : ''}
	create table sim.history (seq bigint generated always as identity primary key, moment bigint not null, author text not null, what text not null, id text not null, old jsonb, new jsonb);
	create function sim.note(what text, id text, old jsonb, new jsonb) returns void language sql security definer as
		$$insert into sim.history (moment, author, what, id, old, new)
			select m.last_value, case when session_user like 'engine\\_%' then 'engine' || e.last_value else 'user' end, what, id, old, new from sim.moment m, sim.engine e$$;
	create function sim.fields(task jsonb) returns jsonb language sql immutable as
		$$select case when task is null then null else pg_catalog.jsonb_build_object('id', pg_catalog.rtrim(task ->> 'id'), 'title', task -> 'task_title', 'text', task -> 'task_description_detailed', 'status', task -> 'status', 'priority', task -> 'priority',
			'assignee', task -> 'assigned_to_user_id', 'parent', pg_catalog.rtrim(task ->> 'parent_task_id'), 'remote', task -> 'openproject_id',
			'due', coalesce(((task ->> 'due_at')::timestamptz at time zone 'America/New_York')::date, (task ->> 'due_date')::date)) end$$;
	create function sim.task_changed() returns trigger language plpgsql security definer as $$
		declare before jsonb := case when tg_op = 'INSERT' then null else sim.fields(to_jsonb(old)) end; after jsonb := case when tg_op = 'DELETE' then null else sim.fields(to_jsonb(new)) end;
		begin
			if before is distinct from after then perform sim.note('task', coalesce(after, before) ->> 'id', before, after); end if;
			return null;
		end $$;
	create trigger task_history after insert or update or delete on public.tasks for each row execute function sim.task_changed();
	create function sim.base_moved() returns trigger language plpgsql security definer as $$
		begin
			perform sim.note('base', new.id::text, jsonb_build_object('local', old.base_local, 'remote', old.base_remote),
				jsonb_build_object('local', new.base_local, 'remote', new.base_remote, 'key', pg_catalog.rtrim(new.local_key::jsonb ->> 0), 'id', new.remote_id));
			return null;
		end $$;
	create function sim.fence_moved() returns trigger language plpgsql security definer as $$
		begin perform sim.note('fence', new.number::text, null, null); return null; end $$;
	create sequence sim.mood minvalue 0;
	create function sim.meddle() returns trigger language plpgsql security definer as $$
		declare mood bigint := (select last_value from sim.mood);
		begin
			if mood = 0 or session_user not like 'engine\\_%' or tg_op = 'DELETE' or pg_catalog.ascii(pg_catalog.right(new.id::text, 1)) % 2 = 0 then
				if tg_op = 'DELETE' then return old; end if;
				return new;
			end if;
			if mood = 1 then return null; end if;
			if mood = 2 then raise exception 'this table takes nothing today'; end if;
			if mood = 3 and tg_op = 'UPDATE' then return old; end if;
			if mood = 5 then new.task_title := pg_catalog.btrim(new.task_title) || '  '; end if;
			return new;
		end $$;
	create trigger meddle before insert or update or delete on public.tasks for each row execute function sim.meddle();
	create function sim.meddle_late() returns trigger language plpgsql security definer as $$
		begin
			if (select last_value from sim.mood) = 4 and session_user like 'engine\\_%' and pg_catalog.ascii(pg_catalog.right(new.id::text, 1)) % 2 = 1 then raise exception 'this table changes its mind at the end'; end if;
			return null;
		end $$;
	create constraint trigger meddle_late after insert or update on public.tasks deferrable initially deferred for each row execute function sim.meddle_late();
	alter table public.tasks alter id set default sim.row_id(), alter created_at set default sim.now(), alter updated_at set default sim.now();
`;

/** Triggers on the package's own tables, which have to be there. */
export const simTriggers = `
	create trigger base_history after update of base_local, base_remote on batch_sync.link for each row
		when (old.base_local is distinct from new.base_local or old.base_remote is distinct from new.base_remote) execute function sim.base_moved();
	create trigger fence_history after update on batch_sync.fence for each row execute function sim.fence_moved();
`;

/** One line of sim.history. */
export interface HistoryRow {
	readonly seq: string;
	readonly moment: string;
	readonly author: string;
	readonly what: 'task' | 'base' | 'fence';
	readonly id: string;
	readonly old: Record<string, unknown> | null;
	readonly new: Record<string, unknown> | null;
}
