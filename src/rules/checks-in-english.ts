/** What to check, in English, by code: the rules themselves have the Chinese text, which reports print. */
export const checksInEnglish: Readonly<Record<string, string>> = {
  'DTH-01':
    'Compare the death certificate or the household entry with the name, find out who drew the money from the account, and recover what was paid too much.',
  'DTH-02':
    'Get the papers and approvals of the stop and of the resumption and see whether the person lives: if so, find the source of the mistake and have the death withdrawn; if not, recover everything since and look at operator and reviewer.',
  'DTH-03':
    'Check the ground, the period and the account of the back-pay; months unpaid before the death can be explained, later ones must come back.',
  'DTH-04':
    'Get the records before and after both operations, the approvals and the papers of the death, and see whether the person lives: correct a mistake; otherwise stop participation and payment, recover the money and look at operator and reviewer.',
  'DTH-06':
    'See whether the report is about this person; if so flag the death, stop the benefit, recover what was paid since and find out why it was not flagged; if not, have its source withdraw it.',
  'PRS-01':
    'Ask the court or the prison for the days of imprisonment and release, whether the sentence is served outside, and whether it is the same person; suspend and recover.',
  'DUP-01':
    'See whether both benefits are of one person and which months overlap, end the resident participation, and set off or recover the resident pension.',
  'DUP-03':
    'Ask the other agency whether it is the same person, whether it still pays, and whether that is a basic pension; keep one, end the other and recover the overlapping months.',
  'DUP-08':
    'Compare batches, accounts and bank receipts of the lines: recover what arrived twice; explain and correct lines that were split, resent or exported twice.',
  'ACC-01':
    'Find out whose account it is and how the holder is related to each payee; register guardians and institutions with their papers; otherwise find out who set the account and drew the money, and recover it.',
  'ACC-02':
    'Rule out changes of name, rare characters and typing mistakes first; then check papers of guardians and of the change of account, who set it and who drew the money, and pay to the person’s own account.',
  'ACC-03':
    'Compare the application, its channel, operator and reviewer; confirm with the person that they asked for it; without a record find out who changed the account and where, and follow the next three payments.',
  'ACC-04':
    'Put change, payment and withdrawal into one timeline; check whether the person applied, who holds the account, the ground of the back-pay and who handled it; first payments and settlements with papers can be ruled out.',
  'ACC-05':
    'Check the holder, the post and rights of that member of staff, and who entered or changed the account; look at papers of lawful guardians; otherwise recover the money and refer the case to discipline inspection.',
  'ACC-08':
    'Compare the papers, channels, operators and reviewers of both changes, find the holder of the account in between and who drew the money; rule out lost cards and merged banks, recover the rest.',
  'ACC-10':
    'Check the reason of the return, where the new account comes from, how its holder is related to the payee, and whether one person handled return, change and resend; recover without valid ground.',
  'AMT-01':
    'Split the month by item and get determination, back-pay approval and review; rule out what has a ground, correct the rest and recover it.',
  'AMT-02':
    'Split the high months by item and check the orders of back-pay and single sums, their grounds and who handled them; rule out adjustments by policy, recover the rest.',
  'AMT-03':
    'Look for the order of the change and its ground; without one, or by hand, check the determination and who handled it; recover an increase, and see whether a decrease left something unpaid.',
  'AMT-04':
    'Check reason, period, calculation, papers and handlers of each back-pay; rule out adjustments by policy, judgments and late retirements with papers, recover the rest.',
  'AMT-07':
    'Get the amounts before and after, what the system computes, the reason and the approval, and compute again by policy; rule out registered exceptions, correct and recover the rest.',
  'AMT-14':
    'Compare the lines with the file sent to the bank and its receipt, and find out who added or removed lines, before or after review; where lines are missing in the export, deliver them and screen again.',
  'RET-01':
    'Check the birth date that the archive has first, the category of cadre or worker, and the kind of retirement; correct the kind of special work, illness or a bankruptcy by policy, otherwise correct the month and recover.',
  'RET-14':
    'Get photographs of the notice, its days and objections, and the papers of special work or illness; of an employer that is gone look at the community’s notice; otherwise put it on notice again and decide again.',
  'CER-01':
    'Have the person certified or visit them, and ask for death, prison and disappearance; suspend what cannot be verified, recover what was not due, and record certifications that were not written back.',
  'CER-03':
    'Get the picture or evidence of the certification and the approvals, have somebody else see whether the person lives, and in small stations look for a review afterwards.',
  'CER-05':
    'See whether the death certificate is of the same person, get picture, device and operator of the certification and find out who posed; stop the benefit and recover what was paid since the month after the death.',
  'CER-06':
    'Ask for photographs or records of the visit, have somebody else review or certify again; enter number and reviewer of paper records from before a migration.',
  'CRD-01':
    'Count the cards where they are said to be and find out where this one is and who had it; bring it to the vault, or record that it was handed out or is there.',
  'CRD-02':
    'See whether the death is of this person; cancel or recall the card, freeze payments and find out who drew money since; give families that settle a balance a term.',
  'CRD-03':
    'Get branch, teller, picture and authority of the activation from the bank and see whether the holder was there; rule out visits to disabled holders on record, otherwise find out who has the account.',
  'CTR-01':
    'Check the declaration, the year’s bounds and the rates; rule out partial months and years of transition, collect what is missing, correct and refund what is too much.',
  'CTR-02':
    'Get pay slips, tax declarations and the declaration of bases, and compare last year’s wages person by person; leave out what is no wage and who is new, collect the rest.',
  'CTR-03':
    'Check what the tax office collected and any approved deferral, and the employer’s business, taxes and assets; rule out deferrals and bankruptcies, collect the rest by law.',
  'CTR-21':
    'Get the ground, the vouchers and the tax office’s receipts and see month by month whether it was paid; rule out registered digitisation, reverse the rest and compute the benefit again.',
  'SYS-01':
    'Get the papers and the log of the order, and see whether each step was done by its owner’s own login; have somebody else review it and take away conflicting rights.',
  'SYS-02':
    'Check the approvals of the grants and the division of work, take one side away at once, and look at what the person both handled and reviewed or paid meanwhile; give read-only access by a role of its own.',
  'SYS-03':
    'See whether the operator was there, used their own account, and where the terminal stands; review each piece of business; record overtime that was approved.',
  'SYS-04':
    'Look for an approval and a list of the batch, get the papers one by one, see whether the operator used their own account and where the terminal stands; attach the approval and have samples checked.',
  'SYS-06':
    'Disable the account and take back certificates at once; see whether the leaving date is right; review each operation since and find out who did it, where.',
  'SYS-07':
    'Check appointments and grants, take the extra role away at once, and have somebody other than the audit officer review grants, parameters, data maintenance and business of that time.',
  'SYS-14':
    'See whether an end was not recorded or an exemption approved; otherwise rotate, and look at the business of that time as at a departure.',
  'FIN-03':
    'Get vouchers, approvals and the log of the online bank; find out who was paid, why, and who used the key; register fees and regular payees with their ground.',
  'FIN-06':
    'Have somebody who neither prepared it nor is a cashier get the statement from the bank again and compare every line and the balance; check the reviewer’s post and rights that day.',
  'FIN-24':
    'Get the original statement from the bank and compare each gap and break; where lines were lost in the export, complete them and screen again.',
  'FIN-27':
    'Compare the system’s file, the file sent and the bank’s receipt, and find out who exported, changed and carried it; for an outage see the seal of two people and the approval.',
}
