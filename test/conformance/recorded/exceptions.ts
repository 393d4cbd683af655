import type { Difference } from './shape';

/** A difference between the stand-in and a recording that is known and left as it is. */
export interface Exception {
	/** Ids of checks; absent: all. */
	readonly checks?: readonly string[];
	readonly path: RegExp;
	readonly reason: string;
}

/** Links of this name, wherever they are. */
function links(...names: readonly string[]): RegExp {
	return new RegExp(`(^|\\.)_links\\.(${names.join('|')})$`);
}

/** Every difference that is allowed, with its reason. One that no longer occurs fails the test, too. */
export const EXCEPTIONS: readonly Exception[] = [
	{
		path: links('addFileLink', 'costsByType', 'fileLinks', 'github_pull_requests', 'gitlab_issues', 'gitlab_merge_requests', 'logCosts', 'logTime', 'meetings', 'projectStorages', 'showCosts', 'storages', 'timeEntries', 'createTimeEntry', 'createTimeEntryImmediately'),
		reason: 'modules that the stand-in does not have: costs, GitHub, GitLab, file storages, meetings, booking of time',
	},
	{ path: /(^|\.)(_embedded\.costsByType|costsByType|materialCosts|laborCosts|overallCosts)$/, reason: 'the costs module' },
	{
		path: links('addAttachment', 'addChild', 'addWatcher', 'atom', 'attachments', 'availableRelationCandidates', 'availableWatchers', 'configureForm', 'copy', 'customFields', 'editWorkPackage', 'move', 'pdf', 'previewMarkup', 'removeWatcher', 'representations', 'showUser', 'unwatch', 'watch', 'watchers'),
		reason: 'ways into pages, watchers and attachments, which no client of the sync follows',
	},
	{ path: /(_links|_embedded)\.customActions$/, reason: 'custom actions, an enterprise feature' },
	{ path: /^_embedded\.(attachments|relations)$/, reason: 'empty collections of what the stand-in does not keep' },
	{
		checks: ['U33'],
		path: /^_embedded\.(author|project|version)\._links\.(delete|lock|update|updateImmediately)$/,
		reason: 'what an administrator may do to people, projects and versions: the stand-in cannot do it',
	},
	{ path: /(^|\.)attributeGroup$/, reason: 'how the pages group properties' },
	{ path: /customField\w+(::\w+)*\.options\.rtl$/, reason: 'the direction of writing of a custom field' },
	{ path: /(^|\.)author\.(_links|options)$/, reason: 'the author in a schema: a link that cannot be written and has no values to choose from' },
	{ path: /(^|\.)priority(\._embedded\.allowedValues\[\])?\.color$/, reason: 'colours of priorities' },
	{ path: /(^_links|^_embedded\.project\._links)\.schema$/, reason: 'the schema of a project, which nothing of the sync asks for' },
	{ path: /^_embedded\.author\.admin$|^admin$/, reason: 'whether somebody is an administrator: shown to administrators only, by the stand-in to everyone; the sync does not read it' },
	{ checks: ['O12', 'O14', 'C25'], path: /\.(createdAt|updatedAt)$/, reason: 'times of other people and groups: shown to administrators only, by the stand-in to everyone; the sync does not read them' },
	{ path: /^_links\.schemas$/, reason: 'a link to the schemas that are embedded beside it' },
	{ checks: ['L14', 'L20', 'L26', 'L37', 'L38', 'L39'], path: /^_embedded\.schemas$/, reason: 'a list without elements: left out by the real one, empty in the stand-in' },
	{ checks: ['L20', 'L37', 'L38', 'L39'], path: links('nextByOffset'), reason: 'pageSize 0: the real one links to a next page of nothing' },
	{ checks: ['O01', 'O03', 'O04', 'O05', 'O06'], path: /(^|\.)(internal|_links\.update)$/, reason: 'internal comments came after 15.4, and comments are not edited by the sync' },
	{ checks: ['F05', 'F06'], path: /^_embedded\.payload\._links\.parent\.title$/, reason: 'the title of no parent, in what a form sends back' },
	{ checks: ['C11'], path: /^_embedded\.parent$/, reason: 'the parent as a whole within its child; the sync takes its address' },
	{ checks: ['O27'], path: /^(_embedded|lag)$/, reason: 'relations are not synced: their ends as a whole, and a lag of nothing' },
	{ checks: ['O17'], path: /^(_embedded|dateFormat|startOfWeek|timeFormat|userDefaultTimezone)$/, reason: 'settings of the pages, which the sync does not read' },
	{ checks: ['C33'], path: /^content type$/, reason: 'of an answer without a body' },
	{
		checks: ['U08'],
		path: /^_embedded\.errors\[\]\._embedded\.details\.attribute$/,
		reason: 'the real one passes over read-only properties that are sent as they are, but for times; the stand-in tells all. Both refuse; the sync sends what it changes alone',
	},
	{ checks: ['L32'], path: /^status$/, reason: 'the real server has a public project, so that a stranger may list; the stand-in has none' },
	{ checks: ['U33'], path: /^_embedded\.version\.endDate$/, reason: 'the version that was taken has a date in the stand-in' },
];

/** The exception that covers a difference. */
export function exceptionFor(check: string, { path }: Difference): Exception | undefined {
	return EXCEPTIONS.find((exception) => (exception.checks === undefined || exception.checks.includes(check)) && exception.path.test(path));
}
