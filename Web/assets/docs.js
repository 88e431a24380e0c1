// Renders openapi.json (OpenAPI 3.1): endpoints by group, parameters, schemas, examples and calls to copy.
import { api } from './api.js';
import { byId, debounce, el, show, toast } from './dom.js';
import { icon } from './icons.js';
import { failureBox, openShell, waiting } from './shell.js';
import { language, onLanguage, t } from './text.js';

let file = null;
let wanted = '';

/// The description in the page's language: Chinese stands beside the English as x-zh.
const words = (thing, key = 'description') => (language() === 'zh' && thing['x-zh' + (key === 'description' ? '' : `-${key}`)]) || thing[key] || '';

/// A description with its `code` set as such.
const prose = (text) => text.split('`').map((part, index) => (index % 2 ? el('code', {}, part) : part));

const followed = (thing) => {
  if (!thing?.$ref) return thing;
  return thing.$ref.slice(2).split('/').reduce((inner, key) => inner[key.replaceAll('~1', '/').replaceAll('~0', '~')], file);
};
const nameOfRef = (ref) => ref.split('/').at(-1);
const anchor = (text) => text.replaceAll(/[^\w]+/g, '-').replaceAll(/^-|-$/g, '');

function operations() {
  return Object.entries(file.paths).flatMap(([path, methods]) => Object.entries(methods)
    .map(([method, operation]) => ({ path, method, operation, id: anchor(operation.operationId) })));
}

function matches({ path, method, operation }) {
  const text = `${method} ${path} ${operation.summary} ${operation['x-zh-summary'] ?? ''}`.toLowerCase();
  return wanted.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/// Shows what matches, and the list of it; the input of the filter stays, for people and input methods type into it.
function showMatches() {
  const groups = file.tags.map((tag) => ({ tag, list: operations().filter((each) => each.operation.tags[0] === tag.name && matches(each)) }))
    .filter(({ list }) => list.length);
  show(byId('content'), intro(), groups.map(group), !groups.length && el('p', {}, t('api.none')), !wanted && [problems(), schemas()]);
  show(byId('matches'), groups.map(({ tag, list }) => [
    el('h2', {}, words(tag)),
    list.map(({ path, method, id }) => el('a', { href: `#${id}` }, el('span', { class: `method small method-${method}` }, method.toUpperCase()), el('span', { class: 'grow' }, path))),
  ]));
}

const filter = debounce((event) => {
  const text = event.target.value.trim();
  if (text === wanted) return;
  wanted = text;
  showMatches();
}, 150);

function render() {
  show(byId('contents'),
    el('input', { type: 'search', value: wanted, placeholder: t('api.filter'), 'aria-label': t('api.filter'), 'data-key': 'filter', oninput: filter }),
    el('div', { id: 'matches', class: 'matches' }));
  showMatches();
}

function intro() {
  return el('section', { class: 'intro' }, el('h1', {}, t('title.api')), el('p', {}, words(file.info)), el('p', { class: 'detail' }, t('api.intro')),
    el('p', {}, el('a', { class: 'button', href: '/openapi.json', download: 'openapi.json' }, t('api.file'))));
}

function group({ tag, list }) {
  return el('section', { class: 'group' }, el('h2', {}, words(tag)), list.map(endpoint));
}

function endpoint({ path, method, operation, id }) {
  const parameters = (operation.parameters ?? []).map(followed);
  const body = operation.requestBody?.content['application/json']?.schema;
  return el('article', { class: 'endpoint', id },
    el('h3', {}, words(operation, 'summary')),
    el('p', { class: 'path' }, el('span', { class: `method method-${method}` }, method.toUpperCase()), path,
      operation.security && el('span', { class: 'lock' }, icon('lock', 18), t('api.token'))),
    operation.description && el('p', {}, prose(words(operation))),
    parameters.length > 0 && section(t('api.parameters'), parameterTable(parameters)),
    body && section(t('api.body'), propertyTable(body)),
    call({ path, method, operation, parameters, body }),
    section(t('api.responses'), el('div', { class: 'responses' }, Object.entries(operation.responses).map(([status, response]) => responseRow(status, followed(response))))));
}

const section = (title, ...children) => el('section', {}, el('h4', {}, title), children);

function table(head, rows) {
  return el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('api.parameters') }, el('table', {},
    el('thead', {}, el('tr', {}, head.map((key) => el('th', { scope: 'col' }, t(key))))), el('tbody', {}, rows)));
}

function parameterTable(parameters) {
  return table(['api.name', 'api.type', 'api.meaning'], parameters.map((parameter) => el('tr', {},
    el('td', {}, el('code', {}, parameter.name), ' ', el('span', { class: 'detail' }, t(`api.in.${parameter.in}`)), parameter.required && el('span', { class: 'required' }, t('api.required'))),
    el('td', {}, type(parameter.schema)), el('td', {}, prose(words(parameter)), limits(followed(parameter.schema), parameter.schema)))));
}

/// Keys of an object, or what else a schema is.
function propertyTable(schema) {
  const inner = followed(schema);
  if (!inner.properties) return el('p', {}, type(schema));
  const required = new Set(inner.required ?? []);
  return table(['api.name', 'api.type', 'api.meaning'], Object.entries(inner.properties).map(([name, property]) => {
    const at = followed(property);
    return el('tr', {}, el('td', {}, el('code', {}, name), ' ', required.has(name) && el('span', { class: 'required' }, t('api.required'))),
      el('td', {}, type(property)), el('td', {}, prose(words(property) || (property.$ref ? words(at) : '')), limits(at, property)));
  }));
}

function limits(schema, outer) {
  const all = [];
  if (schema.enum) all.push(schema.enum.join(', '));
  if (schema.minimum !== undefined && schema.maximum !== undefined) all.push(`${schema.minimum} … ${schema.maximum}`);
  else if (schema.minimum !== undefined) all.push(`≥ ${schema.minimum}`);
  const fallback = outer.default ?? schema.default;
  if (fallback !== undefined) all.push(t('api.default', { value: JSON.stringify(fallback) }));
  return all.map((each) => el('span', { class: 'detail' }, each));
}

/// A schema in few words, with links to those that have names.
function type(schema) {
  if (schema.$ref) return el('a', { href: `#schema-${nameOfRef(schema.$ref)}` }, nameOfRef(schema.$ref));
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.flatMap((each, index) => (index ? [` ${t('api.or')} `, type(each)] : [type(each)]));
  if (schema.type === 'array') return schema.items ? listOf(schema.items) : 'array';
  return [schema.type].flat().join(` ${t('api.or')} `) + (schema.const !== undefined ? ` ${JSON.stringify(schema.const)}` : '');
}

function listOf(items) {
  const [before, after] = t('api.listof', { type: '\u0000' }).split('\u0000');
  return [before, type(items), after];
}

function responseRow(status, response) {
  const content = Object.entries(response.content ?? {})[0];
  return el('div', { class: 'line' }, el('code', { class: 'status' }, status), el('span', { class: 'grow' }, prose(words(response)),
    content && el('span', { class: 'detail' }, content[0], ' ', content[1].schema?.$ref ? type(content[1].schema) : null)));
}

/// The call as one would type it.
function call({ path, method, operation, parameters, body }) {
  const example = (parameter) => parameter.example ?? followed(parameter.schema).examples?.[0];
  const filled = parameters.filter((each) => each.in === 'path').reduce((text, each) => text.replace(`{${each.name}}`, example(each)), path);
  const query = parameters.filter((each) => each.in === 'query' && each.example !== undefined).map((each) => `${each.name}=${encodeURIComponent(each.example).replaceAll('%2C', ',').replaceAll('%3A', ':')}`).join('&');
  const parts = ['curl'];
  if (method !== 'get') parts.push(`-X ${method.toUpperCase()}`);
  if (operation.security) parts.push("-H 'Authorization: Bearer TOKEN'");
  const given = body && followed(body).examples?.[0];
  if (given) parts.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(given)}'`);
  parts.push(`'${location.origin}${filled}${query ? `?${query}` : ''}'`);
  return exampleOf(t('api.example'), parts.join(' \\\n  '));
}

function exampleOf(title, text) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast(t('api.copied'), { tone: 'good', seconds: 2 });
    } catch {
      toast(t('journey.share.not'), { tone: 'warn' });
    }
  };
  return el('div', { class: 'example' }, el('div', { class: 'example-head' }, el('h4', {}, title),
    el('button', { type: 'button', class: 'button', onclick: copy }, icon('copy', 18), t('api.copy'))), el('pre', { tabindex: '0' }, text));
}

function schemas() {
  return el('section', { class: 'group' }, el('h2', {}, t('api.schemas')), Object.entries(file.components.schemas).map(([name, schema]) => el('div', { class: 'schema', id: `schema-${name}` },
    el('h3', {}, name), (schema.description || schema['x-zh']) && el('p', {}, prose(words(schema))), propertyTable(schema), limitsOf(schema),
    schema.examples?.[0] !== undefined && typeof schema.examples[0] === 'object' && exampleOf(t('api.example'), JSON.stringify(schema.examples[0], null, 2)))));
}

const problemKinds = ['bad-request', 'unauthorized', 'forbidden', 'not-found', 'method-not-allowed', 'conflict', 'too-large',
  'target-too-long', 'head-too-large', 'unprocessable', 'too-many-requests', 'internal-error', 'unavailable', 'insufficient-storage'];

/// What the `type` of a problem document leads to.
function problems() {
  return el('section', { class: 'group' }, el('h2', {}, t('api.problems')), el('dl', { class: 'facts' }, problemKinds.map((kind) => el('div', { id: `problem-${kind}` },
    el('dt', {}, el('code', {}, kind)), el('dd', {}, t(`problem.${kind}`))))));
}

const limitsOf = (schema) => (schema.properties ? null : limits(schema, schema));

async function open() {
  show(byId('content'), waiting(t('loading')));
  try {
    file = await api.openapi();
  } catch (failure) {
    return show(byId('content'), failureBox(failure, open));
  }
  render();
  if (location.hash) byId(location.hash.slice(1))?.scrollIntoView();
}

openShell();
onLanguage(() => { if (file) render(); });
open();
