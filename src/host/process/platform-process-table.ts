/** The processes of this machine from its kernel, read again at every call. */
import { platform } from 'node:process';
import { darwinProcessTable } from './process-table-darwin.ts';
import { linuxProcessTable } from './process-table-linux.ts';
import type { ProcessTable } from './process-table.ts';

export const processTable: ProcessTable = platform === 'darwin' ? darwinProcessTable : linuxProcessTable;
