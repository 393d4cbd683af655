import { optionsOf } from '../../n8n/parameters/collection';
import { equalKeys, equalValues } from '../../n8n/parameters/equality';

/** Everything that is not needed to begin with. */
export const options = optionsOf([
	...equalValues,
	...equalKeys,
	{
		displayName: 'Allow Empty Inputs',
		name: 'allowEmpty',
		type: 'boolean',
		default: false,
		description: 'Whether inputs may be empty: an empty Local or Remote then means that every record of Base was deleted there. Otherwise the node refuses, since an input is more often empty by mistake.',
	},
	{
		displayName: 'Authority Field Checksum Suffix',
		name: 'fieldChecksumSuffix',
		type: 'string',
		default: '',
		placeholder: 'e.g. _sha256',
		description: "What follows a field's name in the authority's field that has its checksum: SHA-256 in hex of a text, or of canonical JSON. Default: the authority gives values.",
	},
	{
		displayName: 'Authority Record Checksum Field',
		name: 'recordChecksumField',
		type: 'string',
		default: '',
		placeholder: 'e.g. checksum',
		description: "Authority's field with SHA-256 in hex over the canonical JSON of the whole record, without ignored fields. Default: fields are compared one by one.",
	},
	{
		displayName: 'Deleted on One Side',
		name: 'deleted',
		type: 'options',
		default: 'manual',
		description: 'What happens to a record that one side deleted and the other changed',
		options: [
			{ name: 'Ask a Person', value: 'manual', description: 'Unresolved' },
			{ name: 'Deletion Wins', value: 'delete_wins', description: 'The changed record is listed in notKept' },
			{ name: 'Edit Wins', value: 'edit_wins', description: 'The record stays, as changed' },
		],
	},
	{ displayName: 'Edit Time Field of Local', name: 'localTime', type: 'string', default: '', placeholder: 'e.g. updated_at', description: "Field that holds when Local's record was last edited: ISO 8601, or seconds or milliseconds since 1970. Without a zone, the Time Zone counts. For Newest Edit and Authority." },
	{ displayName: 'Edit Time Field of Remote', name: 'remoteTime', type: 'string', default: '', placeholder: 'e.g. updatedAt', description: "Field that holds when Remote's record was last edited: ISO 8601, or seconds or milliseconds since 1970. Without a zone, the Time Zone counts. For Newest Edit and Authority." },
	{ displayName: 'Fields Given as Operations', name: 'operationFields', type: 'string', default: '', placeholder: 'e.g. body, tags', description: 'Fields in which Local and Remote hold operations on the value in Base, separated by commas. Default: all fields hold values.' },
	{ displayName: 'Ignore Fields', name: 'ignore', type: 'string', default: '', placeholder: 'e.g. etag, synced_at', description: 'Fields that are neither merged nor in the result, separated by commas' },
	{
		displayName: 'Item Properties',
		name: 'properties',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Name Properties',
		description: 'Where each item has its records, with One Input',
		options: [
			{
				displayName: 'Properties',
				name: 'names',
				values: [
					{ displayName: 'Authority', name: 'authority', type: 'string', default: 'authority', description: 'Property with the record of the authority' },
					{ displayName: 'Base', name: 'base', type: 'string', default: 'base', description: 'Property with the record both sides last agreed on; null or missing where there is none' },
					{ displayName: 'Key', name: 'key', type: 'string', default: 'key', description: 'Property with the key of the record; may be missing' },
					{ displayName: 'Local', name: 'local', type: 'string', default: 'local', description: "Property with Local's record; null where it was deleted" },
					{ displayName: 'Remote', name: 'remote', type: 'string', default: 'remote', description: "Property with Remote's record; null where it was deleted" },
				],
			},
		],
	},
	{
		displayName: 'Missing Fields',
		name: 'missingFields',
		type: 'options',
		default: 'unchanged',
		description: 'What it means that a side lacks a field that Base has',
		options: [
			{ name: 'Were Not Changed', value: 'unchanged' },
			{ name: 'Were Removed', value: 'removed' },
		],
	},
	{
		displayName: 'Parent Check',
		name: 'tree',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Name Fields',
		description: 'Fields by which records form a tree. Merged records that came to be their own ancestors are unresolved, with the kind cycle.',
		options: [
			{
				displayName: 'Fields',
				name: 'fields',
				values: [
					{ displayName: 'Key Field', name: 'key', type: 'string', default: '', placeholder: 'e.g. id', description: 'Field with the ID of a record' },
					{ displayName: 'Parent Field', name: 'parent', type: 'string', default: '', placeholder: 'e.g. parent_id', description: 'Field with the ID of its parent' },
				],
			},
		],
	},
	{
		displayName: 'Records Without Base',
		name: 'withoutBase',
		type: 'options',
		default: 'manual',
		description: 'What happens to differences in a record that both sides have and Base has not',
		options: [
			{ name: 'Ask a Person', value: 'manual', description: 'Unresolved, with the kind no_base' },
			{ name: 'Go by the Policies', value: 'policies', description: 'As for any other record; Text and Counter need a base and pass on' },
		],
	},
	{ displayName: 'Show Unchanged Fields', name: 'showUnchanged', type: 'boolean', default: false, description: 'Whether the list of fields also names those that neither side changed' },
	{ displayName: 'Tie Window (Seconds)', name: 'tieSeconds', type: 'number', default: 120, typeOptions: { minValue: 0, maxValue: 86400 }, description: 'Edits this close together count as made at the same time: Newest Edit passes on' },
]);
