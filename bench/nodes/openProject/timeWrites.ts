import type { HttpPort } from '../../../src/openproject';

/** A port that counts how long its writes take, as whoever sends them sees it. */
export interface TimedPort extends HttpPort {
	/** Mean of the writes since this was last asked, in milliseconds; NaN: there were none. */
	meanMs(): number;
}

export function timeWrites(http: HttpPort): TimedPort {
	let count = 0;
	let totalMs = 0;
	return {
		async send(request) {
			if (request.method === 'GET') return await http.send(request);
			const startedAt = performance.now();
			const response = await http.send(request);
			count += 1;
			totalMs += performance.now() - startedAt;
			return response;
		},
		meanMs() {
			const mean = totalMs / count;
			[count, totalMs] = [0, 0];
			return mean;
		},
	};
}
