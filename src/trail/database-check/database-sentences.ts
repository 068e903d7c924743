import type { Problem } from '../verifier/problem.ts'

/** What the check of the database says, in sentences. */

export function missing(from: number, to: number): Problem {
  return {
    kind: 'deleted',
    firstEntry: from,
    text:
      from === to
        ? {
            zh: `第 ${from} 条的编号缺失：被删除。`,
            en: `The index of entry ${from} is missing: it was deleted.`,
          }
        : {
            zh: `第 ${from} 至 ${to} 条的编号缺失：被删除。`,
            en: `The indices of entries ${from} to ${to} are missing: they were deleted.`,
          },
  }
}

export function doubled(index: number): Problem {
  return {
    kind: 'forked',
    firstEntry: index,
    text: {
      zh: `编号 ${index} 有两个条目：两个写入者各写了一份历史。`,
      en: `Two entries have the index ${index}: two writers each wrote a history.`,
    },
  }
}

export function withoutLeaf(index: number, entryId: string): Problem {
  return {
    kind: 'deleted',
    firstEntry: index,
    text: {
      zh: `第 ${index} 条（${entryId}）的内容缺失：被删除。`,
      en: `The text of entry ${index} (${entryId}) is missing: it was deleted.`,
    },
  }
}

export function misplaced(index: number, entryId: string): Problem {
  return {
    kind: 'reordered',
    firstEntry: index,
    text: {
      zh: `第 ${index} 条（${entryId}）不是树中此处的条目：被换位或替换。`,
      en: `Entry ${index} (${entryId}) is not the one that stands here in the tree: it was moved or replaced.`,
    },
  }
}

export function noNote(size: number): Problem {
  return {
    kind: 'unreadable',
    firstEntry: null,
    text: {
      zh: `数据库中 ${size} 条时的检查点不是完整的检查点：被改写。`,
      en: `The checkpoint of ${size} entries in the database is no whole checkpoint: it was changed.`,
    },
  }
}

export function withoutPayload(index: number, entryId: string): Problem {
  return {
    kind: 'payload',
    firstEntry: index,
    text: {
      zh: `第 ${index} 条（${entryId}）的明细缺失：被删除。`,
      en: `The payload of entry ${index} (${entryId}) is missing: it was deleted.`,
    },
  }
}
