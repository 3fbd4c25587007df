import { describe, expect, it } from 'vitest';
import { isGate } from './commands.ts';

describe('a command that reaches beyond the workspace does not become a gate', () => {
  it.each([
    'docker compose down -v',
    'docker exec shop-db sh -c "pytest"',
    'docker compose up -d && npm test',
    'docker volume rm shop-data',
    'curl -sf "http://localhost:3000/health" | jq .ok',
    `sh -c 'curl -s http://127.0.0.1:80/'`,
    'npm run build && wget -qO- http://[::1]:8080/',
    'BASE_URL="http://localhost:4000" npm run e2e',
    `node -e "fetch('http://localhost:3000/a')"`,
    'psql -c "select 1"',
    'cd /home/ann/shop && npm test',
    'pytest "/Users/bo/shop/tests"',
    'npm test --prefix ~/shop',
    'cd ../other && npm test',
    'cd web && cd ../.. && npm test',
    'npx tsc -p ../other/tsconfig.json',
    'find . -name "*.snap" -delete',
    'sqlite3 app.db "drop table users"',
    'make deploy',
    'bash scripts/deploy.sh staging',
    'npx prisma migrate reset --force',
    'npm run db:reset',
    'npx rimraf dist',
    'kubectl get pods',
    'npm test &',
  ])('%s', (command) => expect(isGate(command)).toBe(false));

  it.each([
    'docker build .',
    'docker run --rm shop npm test',
    'node server.js & sleep 1; curl -f http://localhost:3000/',
    'grep -q "http://localhost:3000" README.md',
    'grep -q "/home/ann" docs/paths.md',
    'cd web && npm test && cd .. && npm run lint',
    'cd web && node ../tools/check.js',
    'npm test 2>/dev/null',
    'npm run deploy:check',
    'npx rimraf dist && npm run build',
    'npm test -- deploy.test.js',
  ])('but this stays in it: %s', (command) => expect(isGate(command)).toBe(true));
});

describe('a command that only shows or writes does not become a gate', () => {
  it.each([
    'git status --porcelain',
    'git log --oneline -5',
    'git diff --stat',
    'diff --git a/one.py b/one.py',
    'prettier --write .',
    'npx eslint --fix src',
    'npm run format',
    'npm run lint:fix',
    'black src',
    'cargo fmt',
    'gofmt -w .',
    'ruff check --fix',
  ])('%s', (command) => expect(isGate(command)).toBe(false));

  it.each([
    'git diff --exit-code',
    'prettier --check .',
    'black --check src',
    'cargo fmt -- --check',
    'npm run format:check',
    'ruff format --check .',
    'cmp a.txt b.txt',
  ])('but this judges: %s', (command) => expect(isGate(command)).toBe(true));

  it.each(['npx vitest run app/[slug]', 'test -f pages/[id].tsx', 'node check.js ${TARGET}'])(
    'brackets of paths and variables are no gaps to fill in: %s',
    (command) => expect(isGate(command)).toBe(true),
  );
});
