import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Words that stand before a parenthesis somewhere in the engine's code; those that PostgreSQL has functions of are planted. */
function wordsBeforeParentheses(): readonly string[] {
	const root = path.join(__dirname, '..', '..', 'src');
	const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
	const words = files.flatMap((name) => [...readFileSync(path.join(root, name), 'utf8').matchAll(/\b([a-z_]{2,40})\(/g)].map((match) => match[1] as string));
	return [...new Set(words)].sort();
}

/** Argument types that fit what the engine passes better than PostgreSQL's own do, where those take any. */
const ARGUMENTS = ['text', 'varchar', 'jsonb', 'json', 'uuid', 'int4', 'int8', 'bytea', 'bool', 'timestamptz', 'date', 'text[]', 'int8[]', 'public.task_status', 'public.tasks', 'name', 'regclass'];
const PAIRS = ['text, text', 'text, varchar', 'text, jsonb', 'text, uuid', 'text, public.task_status', 'text, text, text, text', 'jsonb, text', 'uuid, varchar', 'text[], text', 'varchar, varchar', 'varchar, text', 'int4, int4', 'text, int4', 'oid, text', 'oid, int2, text'];
const OPERATORS = ['=', '<>', '||', '<', '>', '<=', '>=', '->>', '->', '~', '!~', '-', '+', '&', '@>'];
const OPERANDS: ReadonlyArray<readonly [string, string]> = [
	['varchar', 'text'], ['text', 'varchar'], ['varchar', 'varchar'], ['uuid', 'text'], ['public.task_status', 'text'], ['public.task_status', 'public.task_status'], ['text[]', 'text[]'], ['jsonb', 'varchar'], ['jsonb', 'int8'], ['xid', 'text'],
	['name', 'varchar'], ['varchar', 'name'], ['int8', 'oid'], ['public.tasks', 'public.tasks'], ['text', 'name[]'], ['bool', 'text'], ['int4', 'numeric'], ['numeric', 'int4'], ['int8', 'numeric'], ['int8', 'float8'], ['int2', 'numeric'],
];

/**
 * SQL that plants, in schema public, a function or operator beside every one of PostgreSQL's that the engine may mean, each noting
 * in public.caught that it was called, and with whose rights. Run it as somebody who may create there. What PostgreSQL has or
 * refuses to have is passed over.
 */
export function plantedSql(): string {
	const names = wordsBeforeParentheses().map((name) => `'${name}'`).join(', ');
	const list = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');
	return `do $do$ declare f text; a text; p text[]; made int := 0; begin
		for f in select distinct proname from pg_catalog.pg_proc where pronamespace = 'pg_catalog'::regnamespace and proname in (${names}) and prokind = 'f' loop
			foreach a in array array[${list([...ARGUMENTS, ...PAIRS])}] loop
				begin
					execute format($q$create function public.%I(%s) returns %s language plpgsql as $b$begin insert into public.caught values (%L, current_user); return null; end$b$$q$, f, a,
						coalesce((select pg_catalog.format_type(prorettype, null) from pg_catalog.pg_proc where pronamespace = 'pg_catalog'::regnamespace and proname = f and prorettype::regtype::text not like 'any%' and not proretset limit 1), 'text'), f);
					made := made + 1;
				exception when others then null; end;
			end loop;
		end loop;
		foreach f in array array[${list(OPERATORS)}] loop
			foreach p slice 1 in array array[${OPERANDS.map((pair) => `[${list(pair)}]`).join(', ')}] loop
				begin
					execute format($q$create function public.planted_%s(%s, %s) returns bool language plpgsql as $b$begin insert into public.caught values (%L, current_user); return true; end$b$$q$, made, p[1], p[2], 'operator ' || f);
					execute format('create operator public.%s (leftarg = %s, rightarg = %s, function = public.planted_%s)', f, p[1], p[2], made);
					made := made + 1;
				exception when others then null; end;
			end loop;
		end loop;
		if made < 500 then raise 'only % were planted', made; end if;
	end $do$`;
}
