export { browser, onWake } from './browser';
export { QuoteStream, type QuoteStreamListener, type QuoteStreamOptions } from './client';
export type { Addresses, Environment, Fault, Source, StreamMode, StreamState, StreamStatus, Transport, Update } from './types';
