/** The text custom field that holds the local id. */
export const PROVENANCE_FIELD_ID = 1;

/** Projects of every seeded instance; the API user sees the first two. */
export const PROJECT = { fieldWork: 1, headOffice: 2, payroll: 3 } as const;
