import { describe, expect, it } from 'vitest';
import { personOf, wantsEyes } from './person-words.ts';

describe('an entry that a person verifies', () => {
  it.each([
    'Manual testing',
    'Perform manual verification of the form',
    '2.2 Manual check in the browser',
    'Task 4: Manually verify the drop-down',
    'T030 [US1] Manually test the quickstart',
    'Test the form manually',
    'Verify the dialog by hand',
    'Verify 3 pages manually',
    'User acceptance testing',
    'Ask the user to verify the layout',
    'Manuelle Prüfung im Browser',
    'Die Anmeldung manuell testen',
    'Prüfe das Formular von Hand',
    'Vérification manuelle de la page',
    'Tester le formulaire manuellement',
    'Prueba manual en el navegador',
    'Verificar el formulario manualmente',
    'Teste manual no navegador',
    'Testar o formulário manualmente',
    'Ручное тестирование формы',
    'Проверить форму вручную',
    '手动测试登录页面',
    '2.2 在浏览器中手动验证',
    '任务 3：人工验收',
    'ブラウザで手動確認する',
    '手動で動作確認を行う',
    '3. 目視で表示を確認する',
    '로그인 화면을 수동으로 테스트한다',
    '수동 테스트',
    '[MANUAL] Check the mail',
  ])('is %s', (entry) => expect(personOf(entry)).toBe('verify'));

  it.each([
    '[MANUAL] Buy the domain',
    'HUMAN: create the account',
    '3. [human] Create the key',
    '👤 Sign the contract',
  ])('acts where a tag says so: %s', (entry) => expect(personOf(entry)).toBe('act'));

  it.each([
    'Add a manual override',
    'Write the user manual',
    'Write a manual test plan',
    'Manual test plan for QA',
    'Verify that users can retry manually',
    'Ensure all tests pass, ask the user if questions arise',
    'Support manual and automatic mode',
    'Let the user choose a colour',
    'Check `manually` in the parser',
    'Handbuch schreiben',
    'Manuellen Modus einbauen',
    'Ajouter un mode manuel',
    'Añadir el modo manual',
    'Adicionar modo manual',
    'Добавить ручной режим',
    '添加手动测试脚本',
    '实现手动模式',
    '手動テストのスクリプトを追加する',
    '手動モードを実装する',
    '수동 모드를 추가한다',
  ])('is not %s', (entry) => expect(personOf(entry)).toBeNull());
});

describe('words that want somebody to look', () => {
  it.each([
    'then look at the page in a browser',
    'im Browser ansehen',
    'Freigabe durch den Nutzer',
    'regarder dans le navigateur',
    'revisar en el navegador',
    'olhar no navegador',
    'посмотреть в браузере',
    '在浏览器中查看',
    '由用户确认',
    'ブラウザで見て確認',
    '브라우저에서 확인',
  ])('are %s', (words) => expect(wantsEyes(words)).toBe(true));

  it.each([
    'npm test passes',
    'Alle Tests laufen durch',
    'tous les tests passent',
    'todas las pruebas pasan',
    'todos os testes passam',
    'все тесты проходят',
    '用户模块的测试全部通过',
    'ユーザーモデルのテストが通る',
    '모든 테스트가 통과한다',
    'Run `npm run test:browser`',
  ])('are not %s', (words) => expect(wantsEyes(words)).toBe(false));
});
