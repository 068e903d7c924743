/**
 * The rules by which ../shared/domain/6-scenarios.md expects each script to be found, existing or not. A number without
 * letters there belongs to the letters before it: the 24 of S-05 is SYS-24.
 */
export const expectedRules: Readonly<Record<string, readonly string[]>> = {
  'S-01': 'FIN-03 FIN-04 FIN-05 FIN-06 FIN-13 FIN-15 FIN-19 FIN-24 FIN-08 SYS-02'.split(' '),
  'S-02':
    'DTH-02 DTH-03 AMT-01 AMT-02 AMT-04 ACC-03 ACC-04 ACC-05 ACC-08 SYS-01 SYS-03 SYS-05 SYS-12 SYS-18 SYS-20'.split(
      ' ',
    ),
  'S-03': 'FIN-21 FIN-18 FIN-12 FIN-14 FIN-30'.split(' '),
  'S-04':
    'DTH-01 DTH-02 DTH-06 DTH-07 CER-04 CER-05 CER-06 CRD-02 CRD-04 CRD-05 ACC-14 SYS-17 NET-03 SYS-11'.split(
      ' ',
    ),
  'S-05': 'FIN-13 FIN-17 ACC-05 ACC-10 SYS-03 SYS-26 SYS-24'.split(' '),
  'S-06': 'TRF-01 CTR-11 CTR-24 RET-07 SYS-01 NET-02'.split(' '),
  'S-07': 'CTR-18 CTR-25 RET-07 RET-11 RET-12 SYS-21'.split(' '),
  'S-08': 'DQ-03 ACC-05 RET-14 ARC-01 SYS-01'.split(' '),
  'S-09': 'AMT-16 AMT-18 ACC-01 SYS-23'.split(' '),
  'S-10': 'CTR-21 CTR-11 CTR-24 RET-10 AMT-06'.split(' '),
  'S-11': 'FIN-27 AMT-14 ACC-02'.split(' '),
  'S-12': 'SYS-09 SYS-18 SYS-03'.split(' '),
  'S-13': 'SYS-22 AMT-13 AMT-06'.split(' '),
  'S-14': 'FIN-28 WF-14 FIN-23'.split(' '),
  'S-15': 'DTH-10 DUP-10 ACC-01'.split(' '),
  'S-16': 'SYS-06 SYS-15'.split(' '),
  'S-17': ['SYS-11'],
  'S-18': 'RET-11 CTR-18 CTR-19 NET-02'.split(' '),
  'S-19': 'ACC-12 ACC-14 CTR-11'.split(' '),
  'S-20': 'CTR-27 DQ-08 SYS-16'.split(' '),
  'S-21': 'DTH-01 DTH-05 CER-05'.split(' '),
  'S-22': ['PRS-01'],
  'S-23': ['DUP-01'],
  'S-24': ['DUP-03'],
  'S-25': 'RET-02 RET-03 DUP-11 ARC-02'.split(' '),
}
