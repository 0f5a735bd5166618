// Calls the sandbox through HubSpot's official Node client and says what held.
// npm install, then: node check.mjs http://127.0.0.1:9000 my-token my-app my-secret
import { Client } from '@hubspot/api-client';
import assert from 'node:assert/strict';

const [base = 'http://127.0.0.1:9000', token = 'my-token', clientId = 'my-app', clientSecret = 'my-secret'] = process.argv.slice(2);
const hubspot = new Client({ basePath: base, accessToken: token, numberOfApiCallRetries: 0 });
const raw = (path, options = {}) => fetch(base + path, {
  ...options,
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...options.headers },
});
const json = async (path, options) => (await raw(path, options)).json();
const refused = async promise => {
  try { await promise; } catch (error) { return error; }
  assert.fail('it was not refused');
};
// HubSpot allows five searches a second.
const pause = () => new Promise(resolve => setTimeout(resolve, 1_000));
let held = 0;
let failed = 0;
const check = async (name, work) => {
  try { await work(); held++; console.log(`ok    ${name}`); }
  catch (error) { failed++; console.log(`FAIL  ${name}: ${error.message?.slice(0, 300)}`); }
};

for (const [type, api, values, key] of [
  ['contacts', hubspot.crm.contacts, n => ({ email: `node-${n}@client.example`, firstname: 'Node', lastname: `Client ${n}` }), 'lastname'],
  ['companies', hubspot.crm.companies, n => ({ name: `Node Client ${n}`, domain: `node-${n}.example` }), 'name'],
  ['deals', hubspot.crm.deals, n => ({ dealname: `Node Client ${n}`, dealstage: 'appointmentscheduled', pipeline: 'default' }), 'dealname'],
]) {
  const stamp = Date.now();
  let id;
  await check(`${type}: list, two pages`, async () => {
    const first = await api.basicApi.getPage(10);
    assert.equal(first.results.length, 10);
    const second = await api.basicApi.getPage(10, first.paging.next.after);
    assert.ok(BigInt(second.results[0].id) > BigInt(first.results[9].id));
  });
  await check(`${type}: list with history is limited to 50`, async () => {
    const error = await refused(api.basicApi.getPage(51, undefined, undefined, [key]));
    assert.equal(error.code, 400);
    assert.equal(error.body.category, 'VALIDATION_ERROR');
    assert.ok(error.body.correlationId);
  });
  await check(`${type}: create and read`, async () => {
    const made = await api.basicApi.create({ properties: values(stamp), associations: [] });
    id = made.id;
    const read = await api.basicApi.getById(id, [key]);
    assert.equal(read.properties[key], values(stamp)[key]);
  });
  await check(`${type}: update, and an unknown property`, async () => {
    const changed = await api.basicApi.update(id, { properties: { [key]: 'Changed' } });
    assert.equal(changed.properties[key], 'Changed');
    const error = await refused(api.basicApi.update(id, { properties: { no_such_property: 'x' } }));
    assert.equal(error.code, 400);
    assert.equal(error.body.errors[0].code, 'PROPERTY_DOESNT_EXIST');
  });
  await check(`${type}: search`, async () => {
    await pause();
    const found = await api.searchApi.doSearch({
      filterGroups: [{ filters: [{ propertyName: 'hs_object_id', operator: 'EQ', value: id }] }], properties: [key], limit: 10, after: '0', sorts: [] });
    assert.equal(found.total, 1);
    assert.equal(found.results[0].properties[key], 'Changed');
  });
  await check(`${type}: search beyond 10,000 and above 200 are refused`, async () => {
    assert.equal((await refused(api.searchApi.doSearch({ limit: 201, after: '0', filterGroups: [], sorts: [], properties: [] }))).code, 400);
    assert.equal((await refused(api.searchApi.doSearch({ limit: 100, after: '9950', filterGroups: [], sorts: [], properties: [] }))).code, 400);
  });
  await check(`${type}: batch create, read, update, archive`, async () => {
    const made = await api.batchApi.create({ inputs: [1, 2].map(n => ({ properties: values(`${stamp}-${n}`), associations: [], objectWriteTraceId: `${n}` })) });
    const ids = made.results.map(result => result.id);
    assert.equal(ids.length, 2);
    const read = await api.batchApi.read({ inputs: [...ids, '7'].map(one => ({ id: one })), properties: [key], propertiesWithHistory: [] });
    assert.equal(read.results.length, 2);
    assert.equal(read.numErrors, 1);
    const changed = await api.batchApi.update({ inputs: ids.map(one => ({ id: one, properties: { [key]: 'Both' } })) });
    assert.ok(changed.results.every(result => result.properties[key] === 'Both'));
    await api.batchApi.archive({ inputs: ids.map(one => ({ id: one })) });
    assert.equal((await refused(api.basicApi.getById(ids[0]))).code, 404);
  });
  await check(`${type}: batch of 101 is refused`, async () => {
    const error = await refused(api.batchApi.read({ inputs: Array.from({ length: 101 }, (_, n) => ({ id: `${n}` })), properties: [], propertiesWithHistory: [] }));
    assert.equal(error.code, 400);
  });
  await check(`${type}: archive, and read archived`, async () => {
    await api.basicApi.archive(id);
    assert.equal((await refused(api.basicApi.getById(id))).code, 404);
    assert.equal((await api.basicApi.getById(id, undefined, undefined, undefined, true)).archived, true);
  });
}

await check('contacts: 409 names the existing one', async () => {
  const first = (await hubspot.crm.contacts.basicApi.getPage(1, undefined, ['email'])).results[0];
  const error = await refused(hubspot.crm.contacts.basicApi.create({ properties: { email: first.properties.email }, associations: [] }));
  assert.equal(error.code, 409);
  assert.match(error.body.message, new RegExp(`Existing ID: ${first.id}`));
});
await check('contacts: read by e-mail', async () => {
  const first = (await hubspot.crm.contacts.basicApi.getPage(1, undefined, ['email'])).results[0];
  assert.equal((await hubspot.crm.contacts.basicApi.getById(first.properties.email, undefined, undefined, undefined, false, 'email')).id, first.id);
});
await check('contacts: merge, the old id answers with the survivor', async () => {
  const [one, two] = await Promise.all([1, 2].map(n => hubspot.crm.contacts.basicApi.create({ properties: { email: `merge-${n}-${Date.now()}@client.example` }, associations: [] })));
  const survivor = await json('/crm/v3/objects/contacts/merge', { method: 'POST', body: JSON.stringify({ primaryObjectId: one.id, objectIdToMerge: two.id }) });
  assert.equal((await hubspot.crm.contacts.basicApi.getById(two.id)).id, survivor.id);
});
await check('associations v4: default, read, labels, remove', async () => {
  const contact = await hubspot.crm.contacts.basicApi.create({ properties: { email: `link-${Date.now()}@client.example` }, associations: [] });
  const company = (await hubspot.crm.companies.basicApi.getPage(1)).results[0];
  await hubspot.crm.associations.v4.basicApi.createDefault('contacts', contact.id, 'companies', company.id);
  const page = await hubspot.crm.associations.v4.basicApi.getPage('contacts', contact.id, 'companies');
  assert.equal(String(page.results[0].toObjectId), company.id);
  const batch = await hubspot.crm.associations.v4.batchApi.getPage('contacts', 'companies', { inputs: [{ id: contact.id }] });
  assert.equal(String(batch.results[0].to[0].toObjectId), company.id);
  assert.ok((await hubspot.crm.associations.v4.schema.definitionsApi.getAll('contacts', 'companies')).results.some(label => label.typeId === 279));
  await hubspot.crm.associations.v4.basicApi.archive('contacts', contact.id, 'companies', company.id);
  assert.equal((await hubspot.crm.associations.v4.basicApi.getPage('contacts', contact.id, 'companies')).results.length, 0);
});
await check('owners', async () => assert.ok((await hubspot.crm.owners.ownersApi.getPage()).results.length >= 5));
await check('pipelines', async () => assert.equal((await hubspot.crm.pipelines.pipelinesApi.getAll('deals')).results.length, 2));
await check('properties', async () => assert.ok((await hubspot.crm.properties.coreApi.getAll('contacts')).results.length >= 30));
await check('properties: create twice is a conflict', async () => {
  const definition = { name: `node_${Date.now()}`, label: 'Node', type: 'string', fieldType: 'text', groupName: 'contactinformation' };
  await hubspot.crm.properties.coreApi.create('contacts', definition);
  assert.equal((await refused(hubspot.crm.properties.coreApi.create('contacts', definition))).code, 409);
  await hubspot.crm.properties.coreApi.archive('contacts', definition.name);
});
await check('engagements: a note on a contact', async () => {
  const contact = (await hubspot.crm.contacts.basicApi.getPage(1)).results[0];
  const note = await hubspot.crm.objects.notes.basicApi.create({
    properties: { hs_timestamp: new Date().toISOString(), hs_note_body: '<p>Hello</p>' },
    associations: [{ to: { id: contact.id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 202 }] }] });
  assert.ok(note.id);
});
await check('marketing e-mails with statistics', async () => {
  const page = await json('/marketing/v3/emails?limit=5&includeStats=true');
  assert.equal(page.results.length, 5);
  const client = await hubspot.marketing.emails.marketingEmailsApi.getPage();
  assert.ok(client.results.length > 0);
});
await check('campaigns, raw', async () => {
  const page = await json('/marketing/v3/campaigns?limit=2&sort=-updatedAt&properties=hs_name,hs_campaign_status');
  assert.equal(page.results.length, 2);
  const next = await json(`/marketing/v3/campaigns?limit=2&sort=-updatedAt&after=${page.paging.next.after}`);
  assert.notEqual(next.results[0].id, page.results[0].id);
  const made = await json('/marketing/v3/campaigns', { method: 'POST', body: JSON.stringify({ properties: { hs_name: 'From Node' } }) });
  assert.match(made.id, /^[0-9a-f-]{36}$/);
  assert.equal((await raw(`/marketing/v3/campaigns/${made.id}`, { method: 'PATCH', body: JSON.stringify({ properties: { no_such: 'x' } }) })).status, 400);
  assert.equal((await raw(`/marketing/v3/campaigns/${made.id}`, { method: 'DELETE' })).status, 204);
  assert.ok('sessions' in await json(`/marketing/v3/campaigns/${page.results[0].id}/reports/metrics`));
});
await check('OAuth, raw: code, token, refresh, introspect, a used code', async () => {
  const redirect = 'http://localhost:5080/callback';
  const consent = await fetch(`${base}/oauth/authorize`, {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ client_id: clientId, redirect_uri: redirect, scope: 'oauth crm.objects.contacts.read', state: 'xyz', decision: 'connect' }) });
  const code = new URL(consent.headers.get('location')).searchParams.get('code');
  const form = fields => fetch(`${base}/oauth/2026-09/token`, { method: 'POST', body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields }) });
  const tokens = await (await form({ grant_type: 'authorization_code', redirect_uri: redirect, code })).json();
  assert.equal(tokens.expires_in, 1800);
  assert.equal((await form({ grant_type: 'authorization_code', redirect_uri: redirect, code })).status, 400);
  const again = await (await form({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token })).json();
  assert.ok(again.access_token);
  const bad = await form({ grant_type: 'refresh_token', refresh_token: 'nothing' });
  assert.equal((await bad.json()).status, 'BAD_REFRESH_TOKEN');
  const deals = await fetch(`${base}/crm/v3/objects/deals`, { headers: { authorization: `Bearer ${again.access_token}` } });
  assert.equal(deals.status, 403);
  assert.equal((await deals.json()).category, 'MISSING_SCOPES');
});
await check('an unknown route answers 501', async () => assert.equal((await raw('/crm/v3/lists')).status, 501));
await check('more than five searches in a second meet the limit', async () => {
  await pause();
  const answers = await Promise.all(Array.from({ length: 12 }, () => raw('/crm/v3/objects/contacts/search', { method: 'POST', body: '{}' })));
  const late = answers.find(answer => answer.status === 429);
  assert.ok(late);
  assert.equal((await late.json()).policyName, 'SECONDLY');
});

console.log(`${held} held, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
