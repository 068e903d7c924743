import { type Finding, riskSubjectKinds, type SubjectReader, type SubjectRisk } from '#screening/finding.ts'

/** Subjects of findings as plain data, for the tests of what reports them: one each, in no order of weight. */
export function exampleSubjects(findings: readonly Finding[]): SubjectReader {
  const subjects = findings.flatMap((finding): SubjectRisk[] => {
    const subjectKind = riskSubjectKinds.find((kind) => kind === finding.subjectKind)
    if (subjectKind === undefined) return []
    return [
      {
        subjectKind,
        subjectId: finding.subjectId,
        personName: finding.personName,
        scoreTenThousandths: 3_000,
        amountFen: finding.amountFen,
        findings: 1,
        ruleCodes: [finding.ruleCode],
        highestLevel: finding.level,
        region: finding.region,
      },
    ]
  })
  return subjectReaderOf(subjects)
}

export function subjectReaderOf(subjects: readonly SubjectRisk[]): SubjectReader {
  return {
    count: subjects.length,
    async *read() {
      yield* subjects
    },
  }
}
