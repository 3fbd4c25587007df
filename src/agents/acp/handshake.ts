/**
 * From the start of the process to `ready`: identifies the agent, opens the conversation, and sets mode and model.
 */
import { shorten } from '../../base/cut-text.ts';
import type { LaunchRequest } from '../agent.ts';
import { fieldsOf, listOf, numberOf, textOf, type Fields } from '../fields.ts';
import { failureOf, type Failure } from './failure.ts';
import { announcedKey, quirksKey, quirksOf } from './quirks.ts';
import {
  ask,
  stay,
  type AcpState,
  type AcpStep,
  type Opening,
  type AcpPhase,
  type Setting,
} from './state.ts';
import { idle } from './turn.ts';
import type { Answer } from './wire.ts';
import { oneLine } from './words.ts';

/** The protocol version of this adapter. */
const protocolVersion = 1;

export function openAcp({ agent, model, cwd, resume, fork }: LaunchRequest): AcpStep {
  const state: AcpState = {
    agent: agent.name,
    quirks: quirksKey(agent.like),
    cwd,
    next_request: 1,
    waiting: [],
    spent: { cost_usd: resume === null ? 0 : null, input_tokens: 0, output_tokens: 0 },
    phase: { kind: 'failed' },
  };
  const {
    id,
    line,
    state: asking,
  } = ask(state, 'initialize', {
    protocolVersion,
    clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
    clientInfo: { name: 'fairlead', version: '1' },
  });
  const phase: AcpPhase = { kind: 'initializing', request: id, wanted: { model, resume, fork } };
  return { state: { ...asking, phase }, events: [], send: [line] };
}

export function onInitialized(
  state: AcpState,
  { wanted }: Extract<AcpPhase, { kind: 'initializing' }>,
  answer: Answer,
): AcpStep {
  if (!answer.ok) {
    const { failure, reason } = failureOf(state.agent, answer.error);
    return fail(state, failure, reason);
  }
  const spoken = numberOf(answer.result['protocolVersion']);
  if (spoken !== protocolVersion) {
    const version = spoken === null ? 'no version it could name' : `version ${spoken}`;
    const reason = `${state.agent} speaks ${version} of ACP, fairlead version ${protocolVersion}`;
    return fail(state, 'agent', reason);
  }
  const info = fieldsOf(answer.result['agentInfo']);
  const announced = announcedKey(textOf(info['name']));
  if (announced !== state.quirks && quirksOf(announced).install !== null) {
    const reason = `${state.agent} is ${announced}, which asks for permission only with settings that it was not started with; set "like: ${announced}" for the agent ${state.agent} in the configuration`;
    return fail(state, 'configuration', reason);
  }
  const known = state.quirks === '' ? announced : state.quirks;
  const how = openingOf(fieldsOf(answer.result['agentCapabilities']), wanted);
  if (how === null) return fail(state, 'agent', `${state.agent} cannot copy a conversation`);
  const version = textOf(info['version']);
  return open({ ...state, quirks: known }, how, wanted, version && shorten(oneLine(version), 60));
}

export function onOpened(
  state: AcpState,
  phase: Extract<AcpPhase, { kind: 'opening' }>,
  answer: Answer,
): AcpStep {
  const { how, wanted, version } = phase;
  if (!answer.ok) {
    const { failure, reason } = failureOf(state.agent, answer.error);
    // No code distinguishes an unknown conversation from other errors; a new conversation helps with both.
    return fail(state, how !== 'new' && failure === 'agent' ? 'conversation' : failure, reason);
  }
  const session =
    textOf(answer.result['sessionId']) ?? (how === 'load' || how === 'resume' ? wanted.resume : null);
  if (session === null) return fail(state, 'agent', `${state.agent} opened a conversation without an id`);
  const settings = settingsOf(state, wanted.model, answer.result);
  if (typeof settings === 'string') return fail(state, 'agent', settings);
  const model = wanted.model ?? currentModel(answer.result);
  const ready = {
    type: 'ready',
    agent_session: session,
    model: model && shorten(oneLine(model), 120),
    version,
    resumed: how !== 'new',
  } as const;
  return set(state, { kind: 'setting', request: 0, settings, session, ready });
}

export function onSet(
  state: AcpState,
  phase: Extract<AcpPhase, { kind: 'setting' }>,
  answer: Answer,
): AcpStep {
  const [setting, ...rest] = phase.settings;
  const check = quirksOf(state.quirks).hook_check;
  if (answer.ok) {
    const fault = check?.method === setting?.method ? check?.faultOf(answer.result) : null;
    if (fault) return fail(state, 'configuration', `${state.agent} cannot be supervised: ${fault}`);
    return set(state, { ...phase, settings: rest });
  }
  const { reason } = failureOf(state.agent, answer.error);
  return fail(state, 'agent', `${reason} (it was asked for ${setting?.what ?? 'a setting'})`);
}

/** @returns null if a copy is requested but not supported */
function openingOf(
  capabilities: Fields,
  { resume, fork }: { resume: string | null; fork: boolean },
): Opening | null {
  const session = fieldsOf(capabilities['sessionCapabilities']);
  const has = (name: string) => typeof session[name] === 'object' && session[name] !== null;
  if (resume === null) return 'new';
  if (fork) return has('fork') ? 'fork' : null;
  if (has('resume')) return 'resume';
  return capabilities['loadSession'] === true ? 'load' : 'new';
}

function open(
  state: AcpState,
  how: Opening,
  wanted: Extract<AcpPhase, { kind: 'opening' }>['wanted'],
  version: string | null,
): AcpStep {
  const { session_meta } = quirksOf(state.quirks);
  const earlier = how === 'new' ? {} : { sessionId: wanted.resume };
  const {
    id,
    line,
    state: asking,
  } = ask(state, `session/${how}`, {
    ...earlier,
    cwd: state.cwd,
    mcpServers: [],
    ...(session_meta && { _meta: session_meta }),
  });
  return {
    state: { ...asking, phase: { kind: 'opening', request: id, how, wanted, version } },
    events: [],
    send: [line],
  };
}

/** Sends the next setting, or reports ready. */
function set(state: AcpState, phase: Extract<AcpPhase, { kind: 'setting' }>): AcpStep {
  const [next] = phase.settings;
  if (!next) return idle(state, phase.session, phase.ready);
  const { id, line, state: asking } = ask(state, next.method, { sessionId: phase.session, ...next.params });
  return { state: { ...asking, phase: { ...phase, request: id } }, events: [], send: [line] };
}

/** @returns the settings to send, or why they are impossible. An agent that cannot be made to ask must not start. */
function settingsOf(state: AcpState, model: string | null, opened: Fields): Setting[] | string {
  const settings: Setting[] = [];
  const { asking_mode: mode, hook_check: check } = quirksOf(state.quirks);
  if (check) settings.push({ method: check.method, params: { cwd: state.cwd }, what: 'which hooks it runs' });
  if (mode !== null)
    settings.push({
      method: 'session/set_mode',
      params: { modeId: mode },
      what: `the mode ${mode}, in which it asks before it acts`,
    });
  // Set on its command line.
  if (model === null || quirksOf(state.quirks).model_flag !== null) return settings;
  const option = listOf(opened['configOptions'])
    .map(fieldsOf)
    .find((one) => one['category'] === 'model');
  const configId = textOf(option?.['id']);
  const offered = valuesOf(option?.['options']);
  const what = `the model ${oneLine(model)}`;
  if (configId !== null && offered.includes(model))
    return [...settings, { method: 'session/set_config_option', params: { configId, value: model }, what }];
  const models = listOf(fieldsOf(opened['models'])['availableModels']).map((one) =>
    textOf(fieldsOf(one)['modelId']),
  );
  if (models.includes(model))
    return [...settings, { method: 'session/set_model', params: { modelId: model }, what }];
  const known = [...offered, ...models.filter((id) => id !== null)];
  const choice =
    known.length > 0 ? `it offers ${known.join(', ')}` : 'name it in the configured command instead';
  return oneLine(`${state.agent} does not offer ${what}: ${choice}`);
}

/** Values of a select option, which may be in groups. */
function valuesOf(options: unknown): string[] {
  return listOf(options)
    .map(fieldsOf)
    .flatMap((entry) => {
      const value = textOf(entry['value']);
      return value === null ? valuesOf(entry['options']) : [value];
    });
}

function currentModel(opened: Fields): string | null {
  const option = listOf(opened['configOptions'])
    .map(fieldsOf)
    .find((one) => one['category'] === 'model');
  return textOf(option?.['currentValue']) ?? textOf(fieldsOf(opened['models'])['currentModelId']);
}

function fail(state: AcpState, failure: Failure | 'conversation' | 'configuration', reason: string): AcpStep {
  return stay(
    { ...state, phase: { kind: 'failed' } },
    { type: 'start_failed', failure, reason: oneLine(reason) },
  );
}
