import type { Command, Option } from '#cli/command.ts'

const option = (value: string, zh: string, en: string): Option => ({ value, text: { zh, en } })

export const initCommand: Command = {
  name: 'init',
  summary: {
    zh: '初始化正式系统：机构、三员和登记码（只能运行一次）',
    en: 'Initialise an installation for work: agency, three officers, enrolment codes (once only)',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {
    region: option('CODE', '所在地区的六位代码，省级一般以 0000 结尾', 'Six-digit code of the region served'),
    'region-name': option('NAME', '地区名称', 'Its name'),
    agency: option('ID', '经办机构编号', 'Number of the agency'),
    'agency-name': option('NAME', '经办机构名称', 'Its name'),
    system: option('ID:NAME', '系统管理员：工号:姓名', 'System officer: staff number:name'),
    security: option('ID:NAME', '安全管理员：工号:姓名', 'Security officer'),
    audit: option('ID:NAME', '审计管理员：工号:姓名', 'Audit officer'),
    register: option(
      'own|mirror',
      '业务数据由本系统维护（own）还是来自核心系统（mirror），不可更改',
      'Who owns the register: this system (own) or the core system (mirror); never changed',
    ),
    out: option('DIR', '写入登记码和恢复码的新文件夹', 'New folder for the codes, one file for each person'),
    'master-key-copy': option(
      'FILE',
      '另外保管的主密钥副本，用以确认确有副本',
      'The copy of the master key kept elsewhere: shows that there is one',
    ),
  },
  notes: [
    {
      zh: '没有给出的内容会在终端逐项询问。主密钥文件由 masterKey.file 或 FANGXIAN_MASTER_KEY_FILE 指定，不存在时生成。',
      en: 'What is not given is asked at the terminal. masterKey.file or FANGXIAN_MASTER_KEY_FILE names the master key; it is drawn where there is none.',
    },
    {
      zh: '每个登记码文件只交给其本人，72 小时内有效；两个恢复码分别封存，由两位领导保管。',
      en: 'Each enrolment file is for its person alone and valid for 72 hours; the two recovery codes are sealed and kept by two leaders.',
    },
  ],
  examples: [
    {
      line: 'fangxian init --region 990000 --region-name 示例省 --agency A990000 --agency-name 示例省社保中心 --system G001:赵一 --security G002:钱二 --audit G003:孙三 --register mirror --out /root/codes --master-key-copy /mnt/safe/master-key',
      text: { zh: '不经询问', en: 'Without questions' },
    },
  ],
  run: async (call, surroundings) =>
    (await import('./initialise-installation.ts')).initialiseInstallation(call, surroundings),
}
