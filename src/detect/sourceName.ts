import type { Source } from './types';

/** What a source is called in messages. */
export const SOURCE_NAME: Readonly<Record<Source, string>> = { local: 'Local', remote: 'Remote', base: 'Base' };
