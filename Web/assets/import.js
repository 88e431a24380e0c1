// Whole files of the registry: looked over first, then read in; and taken away.
import { api, exportAddress, importFile } from './api.js';
import { announce, byId, el, show } from './dom.js';
import { changesOf } from './editwords.js';
import { confirming } from './fields.js';
import { count } from './format.js';
import { icon } from './icons.js';
import { columnName, columns, contents, mostBytes, openFile, records, template } from './registryfile.js';
import { choice, failureBox, openShell, waiting } from './shell.js';
import { loadSession, may } from './session.js';
import { onLanguage, t } from './text.js';

const drawings = { places: 'place', compounds: 'compound', gates: 'gate', doors: 'door' };
const outcomes = ['added', 'changed', 'unchanged', 'wrong'];
const formats = [['csv', 'CSV'], ['geojson', 'GeoJSON']];
const mostShown = 100;

class ImportPage {
  constructor() {
    Object.assign(this, { content: 'places', kinds: [], file: null, looked: null, done: null, failure: null, step: null, sent: 0 });
    this.steps = el('div', { class: 'form', id: 'steps' });
    onLanguage(() => this.render());
    for (const name of ['dragover', 'drop']) document.addEventListener(name, (event) => this.#dragged(event));
    this.render();
    api.city().then((city) => { this.isSynthetic = city.synthetic; this.render(); }, () => { /* the link then says why it gives nothing */ });
    api.kinds().then(({ kinds }) => { this.kinds = kinds; }, () => { /* the template then lacks the checklists */ });
  }

  #dragged(event) {
    if (!may('importRegistry') || ![...event.dataTransfer?.types ?? []].includes('Files')) return;
    event.preventDefault();
    const [file] = event.type === 'drop' ? event.dataTransfer.files : [];
    if (file) this.#take(file);
  }

  // The file.

  async #take(file) {
    Object.assign(this, { file: null, looked: null, done: null, failure: null, step: 'opening' });
    this.#fill();
    if (file.size > mostBytes) {
      Object.assign(this, { step: null, failure: new Error(t('import.large', { n: Math.round(file.size / 2 ** 20), most: mostBytes >> 20 })) });
      return this.#fill();
    }
    this.file = await openFile(file).catch(() => null);
    this.step = null;
    if (!this.file) this.failure = new Error(t('import.unread'));
    else this.content = this.file.content ?? this.content;
    this.render();
    if (this.file?.encoding === 'utf-8') await this.#look();
    return null;
  }

  /// What is sent: UTF-8, whatever the file was written in.
  #bytes() {
    this.blob ??= new Blob([this.file.text]);
    return this.blob;
  }

  async #send(options, step) {
    Object.assign(this, { step, sent: 0, failure: null });
    this.#fill();
    try {
      return await importFile(this.#bytes(), { content: this.content, ...options }, (part) => {
        this.sent = part;
        this.#progress();
      });
    } catch (failure) {
      this.failure = failure;
      return null;
    } finally {
      this.step = null;
    }
  }

  /// Asks what would change, and changes nothing.
  async #look() {
    Object.assign(this, { looked: null, done: null, blob: null });
    this.looked = await this.#send({ dry: true }, 'looking');
    this.#fill();
    byId(this.failure ? 'import-failed' : 'looked')?.focus();
    announce(this.failure?.message ?? this.looked.summary);
  }

  async #read(partial) {
    const done = await this.#send({ partial }, 'reading');
    // Somebody was quicker: what is wrong now is shown, and nothing was read in.
    if (done && !done.written) this.looked = done;
    else this.done = done;
    this.#fill();
    byId(this.done ? 'import-done' : this.failure ? 'import-failed' : 'looked')?.focus();
    if (this.done) announce(this.done.summary);
  }

  // What is shown.

  render() {
    const mayRead = may('importRegistry');
    show(byId('content'), el('div', {}, el('h1', {}, t('page.import')), el('p', { class: 'detail' }, t('import.hint'))),
      mayRead ? this.#reading() : el('p', { class: 'note' }, icon('officer'), el('span', {}, t('import.not'))),
      !mayRead && !may('exportData') && el('a', { class: 'button primary wide', href: '/sign-in' }, t('sign.enter')),
      this.#exports());
  }

  #reading() {
    const choose = (content) => {
      this.content = content;
      this.render();
      if (this.file?.text && this.file.encoding === 'utf-8') this.#look();
    };
    this.#fill();
    return [
      el('section', { class: 'panel' }, el('h2', {}, t('import.content')),
        choice('import.content', 'content', contents.map((content) => [content, `content.${content}`]), this.content, choose, { hideTitle: true, drawing: (content) => drawings[content], grid: true }),
        el('p', {}, t(`content.${this.content}.hint`)),
        el('div', { class: 'actions wrap' }, el('button', { type: 'button', class: 'button', 'data-key': 'template', onclick: () => this.#template() }, icon('list', 20), t('import.template'))),
        el('details', { open: this.helpOpen, ontoggle: (event) => { this.helpOpen = event.target.open; } }, el('summary', { 'data-key': 'columns' }, t('import.columns')), this.#columns())),
      el('section', { class: 'panel' }, el('h2', {}, t('import.file')),
        el('label', { class: 'drop' }, el('input', { type: 'file', id: 'file', 'data-key': 'file', accept: '.csv,.tsv,.txt,.json,.geojson,text/csv,application/geo+json', onclick: (event) => { event.target.value = ''; }, onchange: (event) => { if (event.target.files[0]) this.#take(event.target.files[0]); } }),
          el('span', { class: 'drop-face' }, icon('plus', 28), el('strong', {}, this.file ? t('import.another') : t('import.choose')), el('span', { class: 'detail' }, t('import.drop')))),
        this.file && el('p', { class: 'line', id: 'file-name' }, icon('list', 22), el('strong', { class: 'grow' }, this.file.name), el('span', { class: 'detail' }, size(this.file.size)))),
      this.steps,
    ];
  }

  #columns() {
    return el('div', { class: 'form' },
      el('p', { class: 'detail' }, t('import.columns.hint')),
      el('div', { class: 'table-box', role: 'region', tabindex: '0', 'aria-label': t('import.columns') }, el('table', {},
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, t('import.column')), el('th', { scope: 'col' }, t('import.meaning')))),
        el('tbody', {}, columns[this.content].map((column) => el('tr', {}, el('th', { scope: 'row' }, columnName(column)), el('td', {}, t(`column.is.${column.startsWith('rule.') && !['rule.hours', 'rule.entry', 'rule.delay', 'rule.except'].includes(column) ? 'rule' : column}`))))))));
  }

  #template() {
    const address = URL.createObjectURL(template(this.content, this.kinds));
    el('a', { href: address, download: `${t(`content.${this.content}`)}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  #fill() {
    show(this.steps, this.#encoding(), this.#waiting(),
      this.failure && el('div', { id: 'import-failed', tabindex: '-1' }, failureBox(this.failure, this.failure.again ? () => this.#look() : null)),
      this.done ? this.#finished() : !this.step && this.looked && this.#result());
  }

  /// What a file that is not in UTF-8 is, and what helps.
  #encoding() {
    const { file } = this;
    if (!file || file.encoding === 'utf-8' || this.looked || this.step || this.done) return null;
    const sample = file.text?.replace('\uFEFF', '').split(/\r?\n/).slice(0, 3).map((line) => line.slice(0, 160));
    const convert = () => {
      file.encoding = 'utf-8';
      this.#look();
    };
    return el('section', { class: 'panel', id: 'encoding', role: 'status' },
      el('div', { class: 'note' }, icon('alert'), el('div', {}, el('h3', {}, t(`import.is.${file.encoding}`)), el('p', {}, t(`import.is.${file.encoding}.hint`)))),
      sample && [el('p', {}, t('import.sample')), el('pre', { class: 'sample', tabindex: '0' }, sample.join('\n')),
        el('button', { type: 'button', class: 'button primary wide', 'data-key': 'convert', onclick: convert }, t('import.convert'))]);
  }

  #waiting() {
    if (!this.step) return null;
    this.bar = el('progress', { max: '1', value: String(this.sent), 'aria-label': t('import.sent') });
    this.barWords = el('span', {});
    this.#progress();
    return el('section', { class: 'panel', id: 'progress' }, this.bar, el('p', { class: 'waiting', role: 'status' }, el('span', { class: 'spinner', 'aria-hidden': 'true' }), this.barWords));
  }

  #progress() {
    if (!this.bar) return;
    this.bar.value = this.sent;
    const words = this.sent > 0 && this.sent < 1 ? t('import.sending', { n: Math.floor(this.sent * 100) }) : t(`import.${this.step}`);
    if (this.barWords.textContent !== words) this.barWords.textContent = words;
  }

  #tally(result) {
    return el('ul', { class: 'tally' }, outcomes.map((outcome) => el('li', { 'data-outcome': outcome, 'data-none': result[outcome] === 0 || null }, el('strong', {}, count(result[outcome])), el('span', {}, t(`import.${outcome}`)))));
  }

  #result() {
    const { looked } = this;
    const good = looked.added + looked.changed;
    return el('section', { class: 'panel', id: 'looked', tabindex: '-1', 'aria-labelledby': 'looked-title' },
      el('h2', { id: 'looked-title' }, t(`import.found${looked.wrong ? '.wrong' : good ? '' : looked.rows ? '.nothing' : '.empty'}`)),
      el('p', {}, t('import.rows', { n: count(looked.rows), what: t(`content.${this.content}`) })),
      this.#tally(looked),
      looked.wrong > 0 && this.#problems(looked),
      looked.changes?.length > 0 && this.#changes(looked),
      looked.wrong === 0 && good > 0 && el('button', { type: 'button', class: 'button primary wide', 'data-key': 'read', onclick: () => this.#read(false) }, icon('check'), t('import.read', { added: count(looked.added), changed: count(looked.changed) })),
      looked.wrong > 0 && el('p', {}, t('import.fix')),
      looked.wrong > 0 && good > 0 && confirming('partial', t('import.partial', { n: count(good) }), t('import.partial.ask', { n: count(looked.wrong) }), () => this.#read(true), { danger: false }));
  }

  /// What the first rows would change: each thing with what it is and what it would be.
  #changes({ changes, added, changed }) {
    return el('details', { id: 'changes' }, el('summary', { 'data-key': 'changes' }, t('import.changes', { n: count(changes.length), all: count(added + changed) })),
      el('ul', { class: 'rows' }, changes.map((change) => el('li', {}, el('strong', {}, t('import.change', { row: change.row, what: [t(`edit.${change.action}.${change.kind}`), change.target].filter(Boolean).join(' · ') })),
        el('dl', { class: 'changes' }, changesOf(change, change.before, this.kinds).map(({ label, before, after }) => el('div', {}, el('dt', {}, label), el('dd', {}, before !== null && [el('del', {}, el('span', { class: 'unseen' }, t('change.before')), before), ' → '], el('ins', {}, el('span', { class: 'unseen' }, t('change.after')), after)))))))));
  }

  /// Rows that cannot be read, each with what is wrong and what stands in it.
  #problems(looked) {
    const numbers = looked.problems.map(({ row }) => row);
    const rows = this.file.isFeatures ? new Map() : records(this.file.text, numbers);
    return [
      el('div', { class: 'table-box', role: 'region', tabindex: '0', 'aria-label': t('import.problems') }, el('table', { id: 'problems' },
        el('caption', { class: 'unseen' }, t('import.problems')),
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, t(this.file.isFeatures ? 'import.feature' : 'import.row')), el('th', { scope: 'col' }, t('import.problem')))),
        el('tbody', {}, looked.problems.map(({ row, detail }) => el('tr', {}, el('th', { scope: 'row' }, row),
          el('td', {}, detail, rows.has(row) && el('span', { class: 'detail' }, rows.get(row).filter((cell) => cell.trim()).slice(0, 6).join(' · ').slice(0, 160)))))))),
      looked.wrong > mostShown && el('p', { class: 'detail' }, t('import.first', { n: mostShown, all: count(looked.wrong) })),
    ];
  }

  #finished() {
    const { done } = this;
    return el('section', { class: 'panel made', id: 'import-done', tabindex: '-1', 'aria-labelledby': 'done-title' },
      el('h2', { id: 'done-title' }, t('import.done')), el('p', {}, done.summary), this.#tally(done),
      el('p', { class: 'detail' }, t('import.done.hint')),
      el('div', { class: 'actions wrap' }, el('a', { class: 'button', href: this.content === 'compounds' ? '/places?kind=compound' : this.content === 'places' ? '/places' : '/explore' }, icon(drawings[this.content], 22), t('import.see')),
        may('decideEdits') && el('a', { class: 'button', href: '/moderation' }, t('page.moderation'))));
  }

  #exports() {
    return el('section', { class: 'panel', id: 'exports' }, el('div', {}, el('h2', {}, t('export.title')), el('p', { class: 'detail' }, t(may('exportData') ? 'export.hint.all' : 'export.hint'))),
      el('ul', { class: 'rows' }, contents.map((content) => el('li', { class: 'export-row' }, icon(drawings[content]), el('span', { class: 'grow row-label' }, t(`content.${content}`)),
        formats.map(([format, name]) => el('a', { class: 'button', href: exportAddress(content, format), download: true, 'data-key': `export-${content}-${format}`, 'aria-label': t('export.of', { what: t(`content.${content}`), format: name }) }, name)))),
      el('li', { class: 'export-row' }, icon('globe'), el('span', { class: 'grow' }, el('span', { class: 'row-label' }, t('export.osc')), el('span', { class: 'detail' }, t(this.isSynthetic ? 'export.osc.synthetic' : 'export.osc.hint'))),
        !this.isSynthetic && el('a', { class: 'button', href: '/v1/edits.osc', download: true, 'aria-label': t('export.of', { what: t('export.osc'), format: '.osc' }) }, '.osc'))));
  }
}

const size = (bytes) => (bytes < 2 ** 20 ? t('size.kilobytes', { n: count(Math.max(1, Math.round(bytes / 1024))) }) : t('size.megabytes', { n: (bytes / 2 ** 20).toFixed(1) }));

openShell();
show(byId('content'), waiting(t('loading')));
loadSession().then(() => new ImportPage());
