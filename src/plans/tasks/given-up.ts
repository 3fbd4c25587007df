/** @returns whether a status means that nothing is to be done: dropped, replaced, or deferred */
export function isGivenUp(status: string): boolean {
  return givenUp.test(status.trim());
}

/** Statuses of trackers and of people; a reason or a date may follow, as in `superseded by 12`. */
const givenUp =
  /^[^\p{L}\p{N}]*(?:dropped|cancell?ed|superseded|won['’]?t[\s_-]?(?:fix|do)|abandoned|obsolete|deprecated|rejected|archived|removed|deferred|postponed|skipped|discarded|withdrawn|scrapped|duplicate|not[\s_-]?planned|invalid|verworfen|abgebrochen|descartad[oa]|cancelad[oa]|abandonnée?|annulée?|отменен[оа]?|已取消|取消|已废弃|废弃|已放弃|中止|却下|취소|폐기)(?!\p{L})/iu;
