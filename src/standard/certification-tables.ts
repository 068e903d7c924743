/** Cards and certification of entitlement: the tables of ../shared/standard/tables.json as typed data. */
import { table } from './table.ts'

export const socialCard = table({
  name: 'social_card',
  title: '社会保障卡',
  group: 'card',
  key: ['card_number'],
  domain_name: 'social_card',
  is_state: true,
  columns: [
    { name: 'card_number', type: 'text', title: '卡号', required: true },
    { name: 'person_id', type: 'id', title: '个人编号', required: true },
    { name: 'bank', type: 'text', title: '银行' },
    { name: 'account_number', type: 'text', title: '卡内账号' },
    { name: 'made_on', type: 'date', title: '制卡日期', required: true },
    { name: 'issued_on', type: 'date', title: '发放日期' },
    { name: 'activated_on', type: 'date', title: '激活日期' },
    { name: 'activated_in_person', type: 'bool', title: '见面激活' },
    { name: 'recalled_on', type: 'date', title: '回收日期' },
    {
      name: 'status',
      type: 'code',
      title: '卡状态',
      required: true,
      codes: {
        MADE: '已制',
        IN_TRANSIT: '在途',
        ACTIVE: '在用',
        LOST: '挂失',
        CANCELLED: '注销',
        RECALLED: '已回收',
      },
    },
    {
      name: 'location',
      type: 'code',
      title: '存放位置',
      codes: { VAULT: '卡库', SERVICE_POINT: '网点', IN_TRANSIT: '在途', HOLDER: '持卡人' },
    },
  ],
})

export const certification = table({
  name: 'certification',
  title: '待遇资格认证',
  group: 'certification',
  key: ['certification_id'],
  domain_name: 'certification',
  dated_by: ['certified_at'],
  columns: [
    { name: 'certification_id', type: 'id', title: '认证编号', required: true },
    { name: 'person_id', type: 'id', title: '个人编号', required: true },
    { name: 'certified_at', type: 'timestamp', title: '认证时间', required: true },
    {
      name: 'channel',
      type: 'code',
      title: '认证方式',
      required: true,
      codes: {
        FACE: '人脸自助',
        KIOSK: '自助机',
        VIDEO: '视频',
        VISIT: '上门',
        DATA_MATCH: '数据比对',
        COMMUNITY: '社会化服务',
      },
    },
    {
      name: 'result',
      type: 'code',
      title: '结果',
      required: true,
      codes: { PASS: '通过', FAIL: '不通过', PENDING: '待确认' },
    },
    { name: 'score', type: 'rate', title: '比对得分' },
    { name: 'device_id', type: 'text', title: '设备号' },
    { name: 'operator_id', type: 'id', title: '经办人' },
    { name: 'reviewer_id', type: 'id', title: '复核人' },
    { name: 'evidence', type: 'text', title: '佐证材料号' },
  ],
})
