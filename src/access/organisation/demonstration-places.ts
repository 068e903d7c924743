import type { Region } from './organisation.ts'

/** A province that does not exist: 990000, with area codes that no real place has (platform.md 14). */

interface CountyPlace {
  readonly code: string
  readonly name: string
  readonly townships: readonly string[]
}

interface CityPlace {
  readonly code: string
  readonly name: string
  readonly counties: readonly CountyPlace[]
}

export const provinceName = '云岭省'
export const provinceCode = '990000'

/** Three cities, twelve counties, forty townships; 990101 is the simulator's county with its twelve townships. */
export const cities: readonly CityPlace[] = [
  {
    code: '990100',
    name: '云川市',
    counties: [
      {
        code: '990101',
        name: '云漳县',
        townships: [
          '青禾镇',
          '石桥镇',
          '柳溪镇',
          '望松镇',
          '白渡镇',
          '金岭镇',
          '双河镇',
          '枫林乡',
          '龙潭乡',
          '梅坪乡',
          '清泉乡',
          '云门乡',
        ],
      },
      { code: '990102', name: '澄湾区', townships: ['东湖街道', '南桥街道', '西岗镇'] },
      { code: '990103', name: '栖云县', townships: ['桃源镇', '竹山镇', '古渡乡'] },
      { code: '990104', name: '永坪县', townships: ['大坪镇', '太平镇'] },
    ],
  },
  {
    code: '990200',
    name: '临澜市',
    counties: [
      { code: '990201', name: '平澜区', townships: ['平安街道', '新河镇', '莲塘镇'] },
      { code: '990202', name: '松坝县', townships: ['松坝镇', '杏花镇'] },
      { code: '990203', name: '流沙县', townships: ['沙河镇', '红石乡'] },
      { code: '990204', name: '鹤鸣县', townships: ['鹤鸣镇', '云台乡', '银杏乡'] },
    ],
  },
  {
    code: '990300',
    name: '岚口市',
    counties: [
      { code: '990301', name: '岚前区', townships: ['岚口街道', '海棠镇', '芦荡镇'] },
      { code: '990302', name: '百草县', townships: ['百草镇', '甘泉乡'] },
      { code: '990303', name: '七屏县', townships: ['七星镇', '玉屏乡', '雪岭乡'] },
      { code: '990304', name: '长坪县', townships: ['长坪镇', '麦田乡'] },
    ],
  },
]

const validFrom = '2015-01-01'

export function demonstrationRegions(): Region[] {
  const region = (code: string, name: string, level: Region['level'], parent: string | null): Region => ({
    code,
    name,
    level,
    parent,
    validFrom,
    validTo: null,
  })
  return [
    region(provinceCode, provinceName, 'PROVINCE', null),
    ...cities.flatMap((city) => [
      region(city.code, city.name, 'CITY', provinceCode),
      ...city.counties.flatMap((county) => [
        region(county.code, county.name, 'COUNTY', city.code),
        ...county.townships.map((name, index) =>
          region(`${county.code}${String(index + 1).padStart(3, '0')}`, name, 'TOWN', county.code),
        ),
      ]),
    ]),
  ]
}
