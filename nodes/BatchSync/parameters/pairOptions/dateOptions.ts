import { dateOptionsFor } from '../../../n8n/parameters/dateOptions';

export const dateOptions = dateOptionsFor({
	onFreeDay: 'What happens to a date on a weekend or holiday when it is written to OpenProject',
	moved: 'It becomes the next working day, in the table too',
	kept: "Keep the Table's Dates",
	workedOut: 'Dates it works out go into the table, and the run says so',
});
