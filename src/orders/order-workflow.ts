import type { Workflow } from '#records/define-record.ts'
import type { OrderInputs } from './order-actions.ts'
import type { OrderStatus } from './order-status.ts'

export interface OrderShape {
  /** PARAMETER_CHANGE is entered and approved; everything else is reviewed in between. */
  readonly isReviewed: boolean
  readonly approved: 'ALWAYS' | 'SOMETIMES'
  readonly canBeCorrected: boolean
  /** Where an order may stand once nobody has to say yes any more. */
  readonly finals: readonly OrderStatus[]
}

type Row = Partial<Record<keyof OrderInputs, OrderStatus | readonly OrderStatus[]>>

/** The same for all: entered, reviewed where there is a review, and, always or after a hit, approved. */
export function orderWorkflow(shape: OrderShape): Workflow<OrderStatus, keyof OrderInputs> {
  const { finals, isReviewed, canBeCorrected } = shape
  const back = (action: 'return' | 'send_back'): Row => (canBeCorrected ? { [action]: 'RETURNED' } : {})
  const review: Row = {
    review: shape.approved === 'ALWAYS' ? 'REVIEWED' : ['REVIEWED', ...finals],
    ...back('return'),
    refuse: 'REFUSED',
  }
  const approval: Row = { approve: finals, ...back('send_back'), disapprove: 'REFUSED' }
  return {
    NEW: { enter: 'ENTERED' },
    ENTERED: { ...(isReviewed ? review : approval), withdraw: 'WITHDRAWN', lapse: 'LAPSED' },
    RETURNED: canBeCorrected ? { resubmit: 'ENTERED', withdraw: 'WITHDRAWN', lapse: 'LAPSED' } : {},
    REVIEWED: isReviewed ? { ...approval, lapse: 'LAPSED' } : {},
    // Nothing leads here where the register is our own, but orders of the time when it was a mirror may still wait.
    AWAITING_CONFIRMATION: { confirm: 'DONE' },
    DONE: {},
    REFUSED: {},
    WITHDRAWN: {},
    LAPSED: {},
  }
}

/** What files and imports have in common until they end: always reviewed, always approved. */
export function entryToApproval(final: OrderStatus) {
  return {
    NEW: { enter: 'ENTERED' },
    ENTERED: {
      review: 'REVIEWED',
      return: 'RETURNED',
      refuse: 'REFUSED',
      withdraw: 'WITHDRAWN',
      lapse: 'LAPSED',
    },
    RETURNED: { resubmit: 'ENTERED', withdraw: 'WITHDRAWN', lapse: 'LAPSED' },
    REVIEWED: { approve: final, send_back: 'RETURNED', disapprove: 'REFUSED', lapse: 'LAPSED' },
    REFUSED: {},
    WITHDRAWN: {},
    LAPSED: {},
  } as const
}
