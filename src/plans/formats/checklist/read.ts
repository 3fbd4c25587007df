import { unitsOfList } from '../../checklists/units-of-list.ts';
import { byDocument } from '../../documents/by-document.ts';
import type { ReadDraft } from '../../plan-input.ts';

/**
 * Any checklist: a unit is a box that is in no other; without boxes, a numbered heading, or one whose boxes are
 * results. In the document's order.
 */
export const readChecklist: ReadDraft = byDocument((file) => unitsOfList(file));
