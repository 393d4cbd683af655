import type { WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { isSelected, type Selection } from '../query/select';
import { principalLink } from './principals';
import type { Json } from './primitives';
import { hrefOf } from './workPackageLinks';

/** The few properties and links of a work package that can be selected, as far as they are. */
export function representSelected(row: WorkPackage, selection: Selection, { database, rules }: Instance): Json {
	const isMilestone = database.types.get(row.typeId)?.isMilestone ?? false;
	const properties: Json = {
		_type: 'WorkPackage',
		id: row.id,
		...(rules.hasDisplayId ? { displayId: String(row.id) } : {}),
		subject: row.subject,
		...(isMilestone ? { date: row.dueDate } : { startDate: row.startDate, dueDate: row.dueDate }),
	};
	const links: Json = {
		self: { href: hrefOf(row), title: row.subject },
		project: { href: `/api/v3/projects/${row.projectId}`, title: database.projects.get(row.projectId)?.name },
		status: { href: `/api/v3/statuses/${row.statusId}`, title: database.statuses.get(row.statusId)?.name },
		type: { href: `/api/v3/types/${row.typeId}`, title: database.types.get(row.typeId)?.name },
		author: principalLink(database, row.authorId),
		assignee: principalLink(database, row.assigneeId),
		responsible: principalLink(database, row.responsibleId),
	};
	const keep = (values: Json): Json => Object.fromEntries(Object.entries(values).filter(([name]) => isSelected(selection.elements, name)));
	const selectedLinks = keep(links);
	return { ...keep(properties), ...(Object.keys(selectedLinks).length === 0 ? {} : { _links: selectedLinks }) };
}
