/** Words by which documents ask for a person, in the languages of plans. */

interface PersonWords {
  /**
   * A person should look: passing commands are not enough. Patterns of whole words, if the language separates words.
   */
  looks: string;
  /** Manual work, as an entry of a plan names it: "Test it manually". */
  byHand: readonly string[];
}

/** Up to eight words of one clause: "Verify that users can retry manually" is not manual work. */
const clause = String.raw`(?:(?!(?:that|whether|if|can|could|is|are|be|when)\s)\S+\s+){0,8}?`;
const few = String.raw`(?:\S+\s+){0,6}?`;

const languages: Record<'en' | 'de' | 'fr' | 'es' | 'pt' | 'ru', PersonWords> = {
  en: {
    looks:
      'manual(?:ly)?|visual(?:ly)?|by (?:eye|hand)|look(?:s|ing)?|person|human|user|somebody|someone|screenshots?|browser|eyes?|eyeball|sign(?:ed)?[- ]?off|approv(?:e[sd]?|al)|demo|review(?:ed|s)?',
    byHand: [
      String.raw`(?:(?:perform|do|run|conduct|complete|execute|carry out) )?(?:(?:an?|the|some|final|full|quick|end-to-end) )*manual(?:ly)? (?:[\w-]+ ){0,2}?(?:tests?|testing|verif\w+|checks?|checking|qa|review|inspect\w*|smoke\w*|validat\w+|confirm\w*|acceptance|walk-?through)(?! (?:plan|guide|script|mode)\b)`,
      String.raw`(?:verify|test|check|confirm|validate|inspect|smoke[- ]test|try|run|open|launch) ${clause}(?:manually|by hand|by eye)`,
      String.raw`user (?:manual )?(?:verification|acceptance|sign-?off)|(?:ask|have|let) the user (?:to )?(?:verify|confirm|test|check|review|approve)(?! if\b)`,
    ],
  },
  de: {
    looks: String.raw`manuell\p{L}*|von hand|händisch\p{L}*|visuell\p{L}*|mit (?:dem|bloßem) auge|sichtprüfung|ansehen|angesehen|anschauen|betracht\p{L}*|person|menschen?|nutzer\p{L}*|benutzer\p{L}*|anwender\p{L}*|jemand\p{L}*|screenshots?|bildschirmfotos?|browsern?|freigabe|freigeben|abnahme|abnehmen|vorführ\p{L}*`,
    byHand: [
      String.raw`manuelle[rsn]? (?:\p{L}+ )?(?:prüfung|tests?|verifikation|verifizierung|kontrolle|abnahme|überprüfung)`,
      String.raw`${few}(?:manuell|von hand|händisch) (?:prüfen|testen|überprüfen|kontrollieren|verifizieren|abnehmen)`,
      String.raw`(?:prüfe|teste|kontrolliere|überprüfe|verifiziere)n? ${few}(?:manuell|von hand|händisch)`,
    ],
  },
  fr: {
    looks: String.raw`manuel\p{L}*|à la main|visuel\p{L}*|à l['’]œil|regard\p{L}*|personne|humaine?s?|utilisat(?:eur|rice)s?|quelqu['’]un|captures? d['’]écran|navigateurs?|approbation|approuv\p{L}*|démos?|relecture|relire`,
    byHand: [
      String.raw`(?:(?:effectuer|faire|réaliser|lancer) )?(?:une? |la |le |les |des )?(?:tests?|vérifications?|contrôles?|validations?|recette) manuel\p{L}*`,
      String.raw`(?:vérifier|tester|contrôler|valider|vérifiez|testez) ${few}(?:manuellement|à la main)`,
    ],
  },
  es: {
    looks: String.raw`manual(?:es|mente)?|a mano|visual(?:es|mente)?|a ojo|mirar|observar|personas?|human[oa]s?|usuari[oa]s?|alguien|capturas? de pantalla|navegador(?:es)?|aprobación|aprobar|aprueb\p{L}*|demostración|revis(?:ar|ión)`,
    byHand: [
      String.raw`(?:(?:realizar|hacer|ejecutar) )?(?:una? |la |las )?(?:pruebas?|verificación|comprobación|revisión|validación) manual(?:es)?`,
      String.raw`(?:verificar?|verifica|comprobar|comprueba|probar|prueba|revisar|revisa|validar|valida) ${few}(?:manualmente|a mano)`,
    ],
  },
  pt: {
    looks: String.raw`manua(?:l|is|lmente)|à mão|visua(?:l|is|lmente)|a olho|olhar|pessoas?|human[oa]s?|usuári[oa]s?|utilizador(?:es)?|alguém|capturas? de (?:tela|ecrã)|navegador(?:es)?|aprovação|aprovar|aprov[ae]|demonstração|revis(?:ar|ão)`,
    byHand: [
      String.raw`(?:(?:realizar|fazer|executar) )?(?:uma? |a |o |os )?(?:testes?|verificação|validação|revisão) manua(?:l|is)`,
      String.raw`(?:verificar|verifique|testar|teste|validar|valide|revisar|conferir) ${few}(?:manualmente|à mão)`,
    ],
  },
  ru: {
    looks: String.raw`вручную|ручн\p{L}+|визуальн\p{L}+|на глаз|посмотр\p{L}+|просмотр\p{L}*|человек\p{L}*|пользовател\p{L}+|кто-нибудь|скриншот\p{L}*|снимк\p{L}+ экрана|браузер\p{L}*|одобр\p{L}+|согласова\p{L}+|демо\p{L}*`,
    byHand: [
      String.raw`(?:провести |выполнить )?ручн\p{L}+ (?:\p{L}+ )?(?:провер|тест|при[её]мк|верификац)\p{L}*`,
      String.raw`(?:проверить|проверьте|протестировать|протестируйте|убедиться) ${few}вручную`,
      String.raw`вручную (?:проверить|протестировать|проверьте)`,
    ],
  },
};

/** Languages without spaces between words: the patterns match anywhere. */
const undivided: Record<'zh' | 'ja' | 'ko', PersonWords> = {
  zh: {
    looks:
      '手动|手動|人工|目视|目視|肉眼|查看|观察|觀察|[由请請让讓](?:用户|用戶|使用者)|(?:用户|用戶|使用者)(?:确认|確認|验收|驗收|批准)|有人|截图|截圖|浏览器|瀏覽器|批准|审批|審批|审核|審核|演示|评审|評審',
    byHand: [
      '(?:在[^，。,.]{1,12}[中里裡上])?(?:进行|進行|执行|執行|完成|由?用户|请用户|請用戶)?(?:手动|手動|人工|目视|目視)(?:进行|進行)?(?:测试|測試|验证|驗證|检查|檢查|确认|確認|验收|驗收|审核|審核|核对)(?!脚本|腳本|计划|計劃|用例)',
    ],
  },
  ja: {
    looks:
      '手動|手作業|目視|目で|見た目|見て|人が|ユーザー?(?:が|に|による)|誰か|スクリーンショット|スクショ|ブラウザ|承認|デモ|レビュー',
    byHand: [
      '[^。]{0,30}?(?:手動|目視|手作業)(?:で|による|の|にて)?[^。]{0,20}?(?:テスト|確認|検証|チェック)(?:する|します|を行う|を行います|を実施(?:する|します)?)?(?=[。.)）]|$)',
    ],
  },
  ko: {
    looks: '수동|육안|눈으로|직접 확인|사람|사용자(?:가|에게)|누군가|스크린샷|브라우저|승인|데모|검토',
    byHand: [
      '(?:\\S+ ){0,4}?(?:수동(?:으로)?|육안(?:으로)?) ?(?:\\S+ ){0,3}?(?:테스트|확인|검증|점검)(?:하기|한다|합니다|하세요|을 수행(?:한다|합니다)?)?(?=[.)]|$)',
    ],
  },
};

const looks = new RegExp(
  [
    ...Object.values(languages).map((words) => `(?<!\\p{L})(?:${words.looks})(?!\\p{L})`),
    ...Object.values(undivided).map((words) => words.looks),
  ].join('|'),
  'iu',
);

/** `[MANUAL] Buy the domain`, `HUMAN: …`, `👤 …`: such marks always mean a person. */
const marked = /^(?:\[(?:manual|human)\]|\((?:manual|human)\)|(?:MANUAL|HUMAN)\s*[:：]|👤)\s*/u;
const markedSmall = /^(?:\[(?:manual|human)\])\s*/iu;
/** A number, a tag or a type of work: none of them says who does it. */
const lead =
  /^(?:(?:(?:sub)?tasks?|steps?|phase|子?任务|子?任務|步骤|タスク|작업|단계|schritt|paso|passo|étape|шаг|задача)?\s*[A-Z]{0,4}-?\d[\w.]*[.):：]?\s*(?<=[\s：])|(?:task|step|任务|任務|タスク)\s*[:：]\s*|\[(?!(?:manual|human)\])[\w ]{1,12}\]\s*|\(P\)\s*|['"“「*_-]+)*/iu;

const byHand = new RegExp(
  `^(?:${[
    ...Object.values(languages).flatMap((words) => words.byHand.map((pattern) => `(?:${pattern})(?!\\p{L})`)),
    ...Object.values(undivided).flatMap((words) => words.byHand),
  ].join('|')})`,
  'iu',
);

/** Longer texts are not entries of a plan; only the beginning of an entry says who does it. */
const maximumEntry = 300;

/** @returns whether the text asks a person to look, whatever its commands check; code spans do not count */
export function wantsEyes(words: string): boolean {
  return looks.test(words.replaceAll(/`[^`]*`/g, ''));
}

/**
 * @returns who does an entry of a plan: a person who verifies by hand, or who acts if a tag says so; null for an
 *   agent
 */
export function personOf(entry: string): 'verify' | 'act' | null {
  const words = entry.slice(0, maximumEntry).replaceAll(/\s+/g, ' ').trim();
  const tag = marked.exec(words) ?? markedSmall.exec(words);
  const rest = words.slice(tag?.[0].length ?? 0);
  const said = rest.slice(lead.exec(rest)?.[0].length ?? 0);
  if (byHand.test(said)) return 'verify';
  const inner = tag ?? marked.exec(said) ?? markedSmall.exec(said);
  if (!inner) return null;
  return checks.test(tag ? said : said.slice(inner[0].length)) ? 'verify' : 'act';
}

const checks = /^(?:verify|test|check|confirm|validate|inspect|review|look|see that|make sure|ensure)\b/i;
