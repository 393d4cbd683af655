import { optionsOf } from '../../n8n/parameters/collection';
import { equalKeys, equalValues } from '../../n8n/parameters/equality';
import { packageSchema } from '../../n8n/parameters/packageSchema';
import { shownWhere } from '../../n8n/parameters/shownWhere';

/** Everything that has a sensible default. */
export const options = optionsOf([
	...equalValues,
	...equalKeys,
	{
		displayName: 'Checksum Field',
		name: 'checksumField',
		type: 'string',
		default: '',
		placeholder: 'e.g. checksum',
		description: 'Field with a checksum over the content, made the same way on both sides. Where both have one, it decides whether they are equal. Default: none, the fields decide.',
		displayOptions: { show: { '/baseSource': ['none'] } },
	},
	{
		displayName: 'Dot Notation',
		name: 'dotNotation',
		type: 'boolean',
		default: true,
		description: 'Whether address.city names the field city inside address. A field of exactly that name comes first.',
	},
	{
		displayName: 'Items with the Same Key',
		name: 'duplicates',
		type: 'options',
		default: 'refuse',
		description: 'What happens where several items of one input have the same key. Default: the node fails and names them.',
		options: [
			{ name: 'First Counts', value: 'first', description: 'The others are set aside, and a hint says how many' },
			{ name: 'Last Counts', value: 'last', description: 'The others are set aside, and a hint says how many' },
			{ name: 'Refuse', value: 'refuse', description: 'The node fails and names the keys' },
		],
	},
	{
		displayName: 'Items Without a Key',
		name: 'withoutKey',
		type: 'options',
		default: 'refuse',
		description: 'What happens where an item of Local or Remote has no value, or null, in a field to match. Default: the node fails and names them.',
		options: [
			{ name: 'Count as Created', value: 'created', description: 'Each is a record of its own that the other side does not have yet' },
			{ name: 'Refuse', value: 'refuse', description: 'The node fails and names the items' },
		],
	},
	{
		displayName: 'Last Seen Checksum Field',
		name: 'lastSeenChecksumField',
		type: 'string',
		default: '',
		placeholder: 'e.g. synced_checksum',
		description: 'Field, in Local or else in Remote, with the checksum both sides had after the last sync. Without a Checksum Field it is computed over the compared fields, and put into each item for you to store.',
		displayOptions: { show: { '/baseSource': ['none'] } },
	},
	{
		displayName: 'Last Seen Version Field',
		name: 'lastSeenVersionField',
		type: 'string',
		default: '',
		placeholder: 'e.g. synced_version',
		description: 'Field, in Local or else in Remote, with the version both sides had after the last sync. A side with another version has moved.',
		displayOptions: { show: { '/baseSource': ['none'] } },
	},
	...shownWhere({ '/baseSource': ['linkTable'] }, [packageSchema('Schema in which the node Batch Sync keeps its tables. Default: batch_sync.')]),
	{
		displayName: 'Unchanged Items',
		name: 'unchangedItems',
		type: 'options',
		default: 'all',
		description: 'Which items go to the output Unchanged. What is left out is only counted, in a hint. Default: all.',
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'None', value: 'none' },
			{ name: 'Only Agreed Ones', value: 'agreed', description: 'Those that both sides changed alike, so that only your Base is behind' },
		],
	},
]);
