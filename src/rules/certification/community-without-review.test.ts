import { testRule } from '#screening/test-rule.ts'
import { communityWithoutReview } from './community-without-review.ts'

const pass = {
  certification_id: 'C1',
  person_id: 'P1',
  certified_at: '2024-03-01 16:00:00',
  channel: 'COMMUNITY',
  result: 'PASS',
  operator_id: 'S1',
  reviewer_id: 'S2',
  evidence: 'F-2024-001',
}

testRule(communityWithoutReview, [
  {
    name: 'reviewed by somebody else and proven: as it should be',
    given: { certification: [pass] },
    found: [],
  },
  {
    name: 'without reviewer',
    given: {
      person: [{ person_id: 'P1', id_number: '990101195001010014', name: '张三' }],
      certification: [{ ...pass, reviewer_id: '' }],
    },
    found: [
      {
        subjectId: 'P1',
        level: 2,
        amount: '0.00',
        periodFrom: '2024-03-01',
        periodTo: '2024-03-01',
        evidenceCount: 1,
        evidence: ['C1'],
        context: [],
        says: '张*（个人编号 P1）2024-03-01 有 1 次社会化服务认证通过不合规定：没有复核人 1 次，请',
      },
    ],
  },
  {
    name: 'reviewed by its operator',
    given: { certification: [{ ...pass, reviewer_id: 'S1' }] },
    found: [{ subjectId: 'P1', says: '不合规定：经办人自己复核 1 次，请' }],
  },
  {
    name: 'without evidence',
    given: { certification: [{ ...pass, evidence: '' }] },
    found: [{ subjectId: 'P1', says: '不合规定：没有佐证材料 1 次，请' }],
  },
  {
    name: 'an unknown operator is not the reviewer',
    given: { certification: [{ ...pass, operator_id: '' }] },
    found: [],
  },
  {
    name: 'neither operator nor reviewer is no reviewer',
    given: { certification: [{ ...pass, operator_id: '', reviewer_id: '' }] },
    found: [{ subjectId: 'P1', says: '没有复核人 1 次' }],
  },
  {
    name: 'other channels need neither, other results decide nothing',
    given: {
      certification: [
        ...['FACE', 'KIOSK', 'VIDEO', 'VISIT', 'DATA_MATCH'].map((channel) => ({
          ...pass,
          certification_id: channel,
          channel,
          reviewer_id: '',
          evidence: '',
        })),
        { ...pass, result: 'FAIL', reviewer_id: '' },
        { ...pass, certification_id: 'C2', result: 'PENDING', evidence: '' },
      ],
    },
    found: [],
  },
  {
    name: 'a certification counts once though several things are wrong; the period is from the first to the last',
    given: {
      certification: [
        { ...pass, reviewer_id: '', evidence: '' },
        { ...pass, certification_id: 'C2', certified_at: '2023-02-01 08:00:00', reviewer_id: 'S1' },
        { ...pass, certification_id: 'C3', certified_at: '2022-02-01 08:00:00' },
      ],
    },
    found: [
      {
        subjectId: 'P1',
        evidenceCount: 2,
        evidence: ['C1', 'C2'],
        periodFrom: '2023-02-01',
        periodTo: '2024-03-01',
        says: '2023-02-01 至 2024-03-01 有 2 次社会化服务认证通过不合规定：没有复核人 1 次，经办人自己复核 1 次，没有佐证材料 1 次',
      },
    ],
  },
  {
    name: 'several persons are separate findings, and as_of plays no part',
    asOf: '2020-01-01',
    given: {
      certification: [
        { ...pass, evidence: '' },
        { ...pass, certification_id: 'C2', person_id: 'P2', evidence: '' },
        { ...pass, certification_id: 'C3', person_id: 'P3' },
      ],
    },
    found: [{ subjectId: 'P1' }, { subjectId: 'P2' }],
  },
])
