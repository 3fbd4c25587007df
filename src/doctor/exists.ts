import { accessSync, constants } from 'node:fs';

/** @param mode the permission that this user must have, as in `accessSync` */
export function exists(path: string, mode = constants.F_OK): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
