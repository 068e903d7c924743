import { Refusal } from '#base/refusal.ts'

export function notInitialised(): Refusal {
  return new Refusal('unavailable', {
    zh: '系统尚未初始化；请先在服务器上运行 fangxian init。',
    en: 'The system has not been initialised; run fangxian init at the server first.',
  })
}
