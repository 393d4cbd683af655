export { BinaryPiece, type WriteValue } from './binaryPiece';
export { binaryWriters } from './binaryWriters';
