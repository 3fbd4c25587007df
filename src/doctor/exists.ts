import { accessSync, constants } from 'node:fs';

/** @param mode what this user must be allowed to do with it, as in `accessSync` */
export function exists(path: string, mode = constants.F_OK): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
