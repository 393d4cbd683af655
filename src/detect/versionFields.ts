/** Where to find what tells two sides apart that have no Base. Names of fields; '' where there is none. They are not compared themselves. */
export interface VersionFields {
	/** Goes up with every edit: a number, or a time. */
	readonly version: string;
	/** A checksum over the content, made the same way on both sides. */
	readonly checksum: string;
	/** The version both sides had when they last agreed; read from Local, or from Remote where Local has none. */
	readonly lastSeenVersion: string;
	/** The checksum both sides had then, read likewise. */
	readonly lastSeenChecksum: string;
}

/** The fields that are named. */
export function namedFields(fields: VersionFields): string[] {
	return [fields.version, fields.checksum, fields.lastSeenVersion, fields.lastSeenChecksum].filter((name) => name !== '');
}
