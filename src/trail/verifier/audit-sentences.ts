import type { Bilingual } from '#base/bilingual.ts'
import type { VerifierKey } from '../log/verifier-key.ts'
import type { Problem } from './problem.ts'
import type { EpochInUse } from './system-history.ts'
import type { Witness } from './tree-audit.ts'

/** What the audit of the tree says, in sentences. */

/** `lostSize`: of the largest checkpoint that is outside now and that the change lost; 0 without one. */
export function epochNotices(change: EpochInUse, lostSize: number): Bilingual[] {
  const keys = change.facts?.lostKeys ?? []
  return [epochNotice(change, lostSize), ...keys.map(({ key }) => lostKeyNotice(change.epoch, key))]
}

function epochNotice({ epoch, since, facts }: EpochInUse, lostSize: number): Bilingual {
  const outside = facts?.outside?.checkpoint
  const by = facts?.restoredBy ?? ''
  const size = Math.max(outside?.size ?? 0, lostSize)
  if (outside === undefined && size <= since) {
    return {
      zh: `第 ${since} 条起为第 ${epoch} 期：由 ${by} 恢复备份；当时没有任何外部检查点，之后是否还有条目丢失，无从得知。`,
      en: `Epoch ${epoch} begins at entry ${since}: a backup was restored by ${by}; no checkpoint was outside then, so whether entries after it are lost is not known.`,
    }
  }
  if (size <= since) {
    return {
      zh: `第 ${since} 条起为第 ${epoch} 期：由 ${by} 恢复备份，外部检查点没有更多条目。`,
      en: `Epoch ${epoch} begins at entry ${since}: a backup was restored by ${by}; the checkpoint outside had no more entries.`,
    }
  }
  return {
    zh: `换期（第 ${epoch} 期，由 ${by} 恢复备份）：原第 ${since} 至 ${size - 1} 条已丢失。`,
    en: `Epoch change (epoch ${epoch}, a backup restored by ${by}), entries ${since} to ${size - 1} lost.`,
  }
}

function lostKeyNotice(epoch: number, { keyId }: VerifierKey): Bilingual {
  const key = keyId.slice(0, 16)
  return {
    zh: `第 ${epoch} 期之前丢失的条目中有一次更换签名密钥；其后的外部检查点由密钥 ${key}… 签名，恢复时由留痕的密钥担保。请再次更换密钥。`,
    en: `Among the entries lost before epoch ${epoch} was a change of the key: checkpoints outside are signed with key ${key}…, for which the trail's key vouched at the restore. Change the key again.`,
  }
}

export function namesForged({ epoch, since }: EpochInUse): Problem {
  return {
    kind: 'signature',
    firstEntry: since,
    text: {
      zh: `第 ${epoch} 期（第 ${since} 条）所承认的外部检查点不是本留痕密钥的签名。`,
      en: `The checkpoint outside that epoch ${epoch} (entry ${since}) admits is not signed by a key of this trail.`,
    },
  }
}

export function rewritten({ note, source }: Witness, agreed: number): Problem {
  const { size, at } = note.checkpoint
  return {
    kind: 'rewritten',
    firstEntry: agreed,
    lastEntry: size - 1,
    text: {
      zh: `第 ${agreed} 至 ${size - 1} 条与 ${at.toISOString()} 签名的检查点（${source}）不符：其中至少一条被改写、换位或插入，哈希也被重算。`,
      en: `Entries ${agreed} to ${size - 1} are not those signed at ${at.toISOString()} (${source}): at least one was rewritten, moved or inserted, and hashes were computed again.`,
    },
  }
}

export function forgedRoot({ note, source }: Witness, agreed: number): Problem {
  const { size } = note.checkpoint
  return {
    kind: 'signature',
    firstEntry: agreed,
    lastEntry: size - 1,
    text: {
      zh: `检查点（${source}，${size} 条）与第 ${agreed} 至 ${size - 1} 条不符，签名也无效：检查点或条目被改写。`,
      en: `The checkpoint of ${size} entries (${source}) does not fit entries ${agreed} to ${size - 1}, and its signature is not valid: it or they were rewritten.`,
    },
  }
}

export function truncated({ note, source }: Witness, size: number): Problem {
  const { size: signed, at } = note.checkpoint
  return {
    kind: 'truncated',
    firstEntry: size,
    text: {
      zh: `第 ${size} 至 ${signed - 1} 条缺失：它们已于 ${at.toISOString()} 签名（${source}）。`,
      en: `Entries ${size} to ${signed - 1} are missing: they were signed at ${at.toISOString()} (${source}).`,
    },
  }
}

export function unsigned(agreed: number, size: number): Problem {
  return {
    kind: 'unsigned',
    firstEntry: agreed,
    lastEntry: size - 1,
    text: {
      zh: `第 ${agreed} 至 ${size - 1} 条没有签名的检查点覆盖：检查点被删除，或条目被添加。`,
      en: `No signed checkpoint covers entries ${agreed} to ${size - 1}: checkpoints were deleted, or entries added.`,
    },
  }
}

export function forked(one: Witness, other: Witness): Problem {
  const { size } = one.note.checkpoint
  return {
    kind: 'forked',
    firstEntry: null,
    text: {
      zh: `两个检查点（${one.source}，${other.source}）都有 ${size} 条而根不同：存在两份历史。`,
      en: `Two checkpoints (${one.source}, ${other.source}) have ${size} entries and different roots: there are two histories.`,
    },
  }
}

export function strange({ source }: Witness): Problem {
  return {
    kind: 'signature',
    firstEntry: null,
    text: {
      zh: `检查点 ${source} 属于另一套留痕。`,
      en: `The checkpoint ${source} belongs to another trail.`,
    },
  }
}

export function unknownBranch({ note, source }: Witness): Problem {
  return {
    kind: 'signature',
    firstEntry: null,
    text: {
      zh: `第 ${note.checkpoint.epoch} 期的检查点（${source}）不是本留痕密钥的签名。`,
      en: `The checkpoint of epoch ${note.checkpoint.epoch} (${source}) is not signed by a key of this trail.`,
    },
  }
}

export function notAdmitted({ note, source }: Witness, { epoch, since }: EpochInUse): Problem {
  const { size, at } = note.checkpoint
  return {
    kind: 'truncated',
    firstEntry: since,
    text: {
      zh: `第 ${epoch} 期从第 ${since} 条开始，却没有承认 ${at.toISOString()} 已签名至第 ${size - 1} 条（${source}）：这些条目丢失而未说明。`,
      en: `Epoch ${epoch} begins at entry ${since} without admitting that entries up to ${size - 1} had been signed at ${at.toISOString()} (${source}): they were lost in silence.`,
    },
  }
}

export function forged({ note, source }: Witness): Problem {
  return {
    kind: 'signature',
    firstEntry: null,
    text: {
      zh: `检查点（${source}，${note.checkpoint.size} 条）的签名不是本留痕密钥的签名。`,
      en: `The checkpoint of ${note.checkpoint.size} entries (${source}) is not signed by the key of this trail.`,
    },
  }
}

/** Where the beginning is gone there is no key to check with, but what the checkpoint says is worth a sentence. */
export function nothingLeft({ note, source }: Witness): Problem {
  const { size, at } = note.checkpoint
  return {
    kind: 'truncated',
    firstEntry: 0,
    text: {
      zh: `检查点（${source}）说明 ${at.toISOString()} 时已有 ${size} 条；它们的开头已经不在。`,
      en: `The checkpoint (${source}) says that there were ${size} entries at ${at.toISOString()}; their beginning is gone.`,
    },
  }
}

export function edited(index: number, id: string | null): Problem {
  return {
    kind: 'edited',
    firstEntry: index,
    text: {
      zh: `第 ${index} 条${id === null ? '' : `（${id}）`}的内容与其哈希不符：被改写。`,
      en: `Entry ${index}${id === null ? '' : ` (${id})`} is not what its hash says: it was edited.`,
    },
  }
}

export function wrongPayload(index: number, id: string): Problem {
  return {
    kind: 'payload',
    firstEntry: index,
    text: {
      zh: `第 ${index} 条（${id}）的明细与承诺不符：明细被改写。`,
      en: `The payload of entry ${index} (${id}) is not the one it commits to: it was edited.`,
    },
  }
}
