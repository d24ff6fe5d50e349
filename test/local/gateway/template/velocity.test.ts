import { inputVariable } from '../../../../local/gateway/template/input';
import { util } from '../../../../local/gateway/template/util';
import { compileVelocity } from '../../../../local/gateway/template/velocity';

const parameters = {
  path: { id: 'p-id' },
  querystring: { id: 'q-id', page: '2' },
  header: { 'X-Name': 'h' },
  find: (name: string) => ({ id: 'p-id', page: '2', 'x-name': 'h' })[name.toLowerCase()],
};

function render(
  template: string,
  body: unknown = '',
  variables: Readonly<Record<string, unknown>> = {},
): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return compileVelocity(template)({ input: inputVariable(text, () => parameters), util, ...variables });
}

describe('references', () => {
  test.each([
    ['$unset ${unset} $!unset $unset.deeper', '   '],
    ['$a.b $a["b"] ${a.b}c', '1 1 1c'],
    ['$5.00 $ $$ a@b.c # #1', '$5.00 $ $$ a@b.c # #1'],
    ['$a.constructor $a.__proto__ $name.length()', '  3'],
    ['#[[ $a ]]#', ' $a '],
    ['## comment\nx #* more *# y', 'x  y'],
  ])('%j prints %j', (template, text) => {
    expect(render(template, '', { a: { b: 1 }, name: 'abc' })).toBe(text);
  });
});

describe('values print as in Java', () => {
  test.each([
    ['$input.path("$.json")', { json: { foo: 'bar' } }, '{foo=bar}'],
    ['$input.path("$.json")', { json: [{ foo: 'bar' }] }, '[{"foo":"bar"}]'],
    ['$input.path("$.json")', { json: { foo: [{ nested: 'bar' }] } }, '{foo=[{"nested":"bar"}]}'],
    ['$input.path("$.json").toString()', { json: { a: 1, b: null, c: true } }, '{a=1, b=null, c=true}'],
    ['#set($l = [1, "x", [2]])$l', {}, '[1, x, [2]]'],
    ['$input.path("$").keySet() $input.path("$").entrySet()', { a: 1, b: 2 }, '[a, b] [a=1, b=2]'],
  ])('%s of %j is %s', (template, body, text) => {
    expect(render(template, body)).toBe(text);
  });

  test('null is empty, is null and is the empty text', () => {
    const template =
      '#set($r = $input.path("$.x"))[$r] [$r.y] #if($r == $null)null#end #if($r == "")empty#end #if($r)true#{else}false#end';
    expect(render(template)).toBe('[] [] null empty false');
  });
});

describe('numbers', () => {
  test.each([
    [
      "$input.json('$')",
      '{"id": 12345678901234567890, "x": [1.0, 1.50, 7]}',
      '{"id":12345678901234567890,"x":[1.0,1.50,7]}',
    ],
    [
      "$input.path('$.id') $input.path('$.x')",
      '{"id": 12345678901234567890, "x": [1.0]}',
      '12345678901234567890 [1.0]',
    ],
    ["#set($n = $input.path('$.n') + 1)$n #if($input.path('$.n') == 2)two#end", '{"n": 2.0}', '3 two'],
    ["$input.json('$.x[?(@.n > 1)]')", '{"x": [{"n": 1.0}, {"n": 1.50}]}', '[{"n":1.50}]'],
    ["$input.json('$')", '{"text": "1.0", "quote": "\\" 2.0"}', '{"text":"1.0","quote":"\\" 2.0"}'],
  ])('%s of %s prints %s', (template, body, text) => {
    expect(render(template, body)).toBe(text);
  });
});

describe('directives', () => {
  test.each([
    ['#set($x = 1)#if($x == 1)a#elseif($x == 2)b#{else}c#end', 'a'],
    ['#if(!$no && ($yes || $no))a#end', 'a'],
    ['#if("")a#end#if(0)b#end#if(false)c#end', 'ab'],
    ['#if($yes eq true and not $no)a#end', 'a'],
    ['#if("1" == 1)a#end#if(2 > 1)b#end#if("2" > "1")c#end', 'ab'],
    ['#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end', '1,2,3'],
    ['#foreach($i in [3..1])$i$foreach.index#end', '302112'],
    ['#set($m = {"a": 1, "b": 2})#foreach($v in $m)$v$velocityCount#end', '1122'],
    ['#foreach($i in [1, 2, 3])#if($i == 2)#break#end$i#end.', '1.'],
    ['#foreach($i in $unset)x#end', ''],
    ['#foreach($i in [1..1200])#set($last = $i)#end$last', '1000'],
    ['#set($i = "outer")#foreach($i in [1])$i#end$i', '1outer'],
    ['#set($n = 7 / 2)$n #set($m = 7 % 2)$m #set($o = 1 + 2 * 3)$o #set($p = "a" + 1)$p', '3 1 7 a1'],
    ['#set($z = 1 / 0)[$z]', '[]'],
    ['#set($m = {})#set($m.a = 1)#set($m["b"] = 2)$m.put("c", 3)$m', '{a=1, b=2, c=3}'],
    ['#set($l = ["x"])#set($l[0] = "y")#set($ok = $l.add("z"))$l', '[y, z]'],
    ['#macro(hi $who)Hi $who!#end#hi("a")#hi("b")', 'Hi a!Hi b!'],
    ['#define($block)x#end$block$block', 'xx'],
    ['#set($name = "n")#set($t = "a $name")$t', 'a n'],
    ["#set($t = 'a $name')$t", 'a $name'],
    ['a#stop\nb', 'a'],
  ])('%s prints %j', (template, text) => {
    expect(render(template, '', { yes: true, no: false })).toBe(text);
  });

  test('a template that is not valid, and a macro that never ends, are errors', () => {
    expect(() => compileVelocity('#if($x')).toThrow(/not valid VTL/);
    expect(() => render('#macro(m)#m()#end#m()')).toThrow(/calls itself/);
  });
});

describe('Java methods', () => {
  test.each([
    ['$t.replaceAll("[ab]", \'<$0>\')', '<a><b>c'],
    ['$util.escapeJavaScript("it\'s").replaceAll("\\\\\'", "\'")', "it's"],
    ['$t.replaceFirst("(b)", "[$1]")', 'a[b]c'],
    ['$t.replace("b", "$1")', 'a$1c'],
    ['$t.substring(1) $t.substring(0, 1) $t.indexOf("c") $t.charAt(1)', 'bc a 2 b'],
    [
      '$t.toUpperCase() $t.length() $t.contains("bc") $t.startsWith("b") $t.matches("a.c")',
      'ABC 3 true false true',
    ],
    ['#set($s = "a,b,,")#foreach($p in $s.split(","))[$p]#end', '[a][b]'],
    ['$t.equals("abc") $t.equalsIgnoreCase("ABC") $t.isEmpty() $t.concat("d")', 'true true false abcd'],
    ['$l.size() $l.get(0) $l.get(1) $l.contains("x") $l.isEmpty() $l.indexOf("y")', '2 x y true false 1'],
    [
      '$m.containsKey("a") $m.get("a") $m.getOrDefault("z", 9) $m.values() $m.remove("a") $m.size()',
      'true 1 9 [1] 1 0',
    ],
    ['#foreach($e in $m.entrySet())$e.key=$e.value $e.getKey()#end', 'a=1 a'],
  ])('%s prints %j', (template, text) => {
    expect(render(template, '', { t: 'abc', l: ['x', 'y'], m: { a: 1 } })).toBe(text);
  });

  test('reach nothing beyond the value', () => {
    expect(render('[$t.constructor("x")] [$t.getClass()] [$m.constructor]', '', { t: 'a', m: {} })).toBe(
      '[] [] []',
    );
  });
});

describe('$input', () => {
  test.each([
    ["$input.json('$')", { a: [1, { b: 'x/y' }] }, '{"a":[1,{"b":"x/y"}]}'],
    ["$input.json('$.missing')", {}, '""'],
    ["$input.json('$.a')", { a: null }, 'null'],
    ["$input.path('$.a').size() $input.path('$.a[0].b')", { a: [{ b: 'x' }] }, '1 x'],
    ['$input.body', '', '{}'],
    ["$input.json('$')", '', '{}'],
    ['$input.body', 'plain', 'plain'],
    ['$input.body.x', { x: 1 }, ''],
    [
      "$input.params('id') $input.params('page') $input.params('X-Name') [$input.params('none')]",
      '',
      'p-id 2 h []',
    ],
    ["$input.params().querystring.page $input.params().header.get('X-Name')", '', '2 h'],
    [
      '#foreach($t in $input.params().keySet())$t:#foreach($n in $input.params().get($t).keySet())$n#if($foreach.hasNext),#end#end;#end',
      '',
      'path:id;querystring:id,page;header:X-Name;',
    ],
  ])('%s with the body %j prints %j', (template, body, text) => {
    expect(render(template, body)).toBe(text);
  });

  test.each([
    ['that is not JSON', 'no json'],
    ['that is cut off', '{"a": '],
    ['that is nested deeper than a thousand', '['.repeat(1_001) + ']'.repeat(1_001)],
  ])('of a body %s finds nothing', (_, body) => {
    expect(render("$input.json('$') [$input.path('$.a')]", body)).toBe('"" []');
  });

  test('of a body nested a thousand deep finds what is there', () => {
    expect(render("$input.json('$..x')", '['.repeat(1_000) + ']'.repeat(1_000))).toBe('[]');
    expect(render("$input.json('$')", `["${'['.repeat(2_000)}"]`)).toContain('[[[');
  });
});

describe('$util', () => {
  test.each([
    ['$util.parseJson(\'{"k":{"arr":[1,2]}}\').k.arr[1]', '2'],
    ['$util.base64Encode("ä") $util.base64Decode("w6Q=")', 'w6Q= ä'],
    ['$util.urlEncode("a b&c") $util.urlDecode("a+b%26c")', 'a+b%26c a b&c'],
    ['[$util.escapeJavaScript($unset)]', '[]'],
  ])('%s prints %j', (template, text) => {
    expect(render(template)).toBe(text);
  });

  test.each(['$util.parseJson("no")', '$util.urlDecode("%zz")'])('%s is an error', template => {
    expect(() => render(template)).toThrow(/\$util/);
  });
});
