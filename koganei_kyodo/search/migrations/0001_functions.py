"""The SQL functions of Japanese search, as `koganei_kyodo.search.sql` wrote them at the time."""

from django.db import migrations

NORMALISE = r"""CREATE OR REPLACE FUNCTION kyodo_normalise(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 30000 AS $kyodo$
    SELECT CASE WHEN folded IS NFC NORMALIZED THEN folded ELSE normalize(folded, NFC) END
    FROM (
        SELECT CASE WHEN kana ~ '[\u9AD9\uFA11\u5D5C\u7895\u6FA4\u908A\u9089\u9F4B\u9F4A\u6589\u6FF1\u6FF5\u5EE3\u570B\u56EF\u5D8B\u5D8C\u6AFB\u771E\u60E0\u69C7\u7027\u9F8D\u85CF\u66FE\u5FB7\u69AE\u5B78\u6588\u6703\u85DD\u58FD\u842C\u8207\u5713\u9435\u9295\u8C50\u589E\u6DF8\u975C\u7028\u8CF4\u6A6B\u9ED1\u7DA0\u5F4C\u79AE\u5BE6\u5BF6\u61C9\u6649\u7E23\u95DC\u7576\u767C\u7E3D\u8072\u9AD4\u81FA\u820A\u9E7D\u91AB\u9A5B\u5340\u9115\u654E\u6801\u687A\u7C60\u6A9C\u689D\u4F86\u5152\u51A8\u5CEF\u5DBD\u51C9\u57DC\u838A\u56B4\u9F9C\u5DD6\u7A57\u7E69\u8B93\u9059\u7464\u8597\u85EA\u7C54\u66FB\u663B\U00020BB7\u90A8\u8218\u8229\u6E15\u6E0A\u9DD7\u4FE0\u9830\u9EB5\u8606\u9751\u9EC3\u6236\u6B65\u6BCF\u5F65\u984F\u7522\u5167\u5433\u7199\u79B0\u7A70\u8070\u8523\u89C0\u8AEB\u8CE3\u93AD\u9748\u986F\u9A52\u9DAF\u9EA5\u9EE8\u9EDE\u9F61\u9F52\u6A02\u6C23\u6B78\u64E7\u7D93\u8F15\u7E7C\u6B0A\u737B\u6548\u865F\u53C3\u68E7\u8D0A\u7D72\u8FAD\u6FD5\u5BEB\u91CB\u5F9E\u8655\u5C07\u8B49\u4E58\u6DE8\u72C0\u5716\u7CB9\u96A8\u6578\u5C08\u8E10\u9322\u6DFA\u6230\u96D9\u58EF\u722D\u641C\u5C6C\u7E8C\u5C0D\u5E36\u64C7\u64D4\u5718\u65B7\u665D\u87F2\u5EF3\u807D\u905E\u8F49\u50B3\u71C8\u9B2A\u7368\u8B80\u5C46\u8CB3\u8166\u62DC\u5EE2\u8B8A\u7ADD\u6EFF\u8B6F\u85E5\u8C6B\u9918\u6A23\u89BD\u5169\u7375\u52F5\u52DE\u7210\u6A13\u7063\u4E9E\u60E1\u58D3\u570D\u7232\u58F9\u96B1\u71DF\u885E\u5967\u6B50\u6BC6\u5047\u50F9\u756B\u7E6A\u64F4\u89BA\u6B61\u52F8\u9677\u7F50\u5377\u5CFD\u72F9\u66C9\u52F3\u6046\u528D\u5294\u6AA2\u9A57\u96AA\u5109\u5708\u788E\u6B72\u6FDF\u5291\u96DC\u71D2\u7A31\u596C\u6D89\u758A\u5B43\u89F8\u56D1\u9AD3\u6A1E\u7ACA\u651D\u6F5B\u7E96\u79AA\u88DD\u9A37\u6EEF\u81BD\u5F48\u9072\u9444\u7661\u5FB5\u76DC\u7A3B\u60F1\u9738\u9AEE\u62D4\u7955\u62C2\u4F5B\u8216\u7A69\u98DC\u9ED8\u8B20\u6416\u4E82\u96B8\u6200\u9304\u7DD6\u66C6\u6B77\u934A\u301C\u223C\u223D\u3030\u0060\u201C\u2018\u201D\u2019\u201E\u201A\u201F\u201B\u00C0\u00C1\u00C2\u00C3\u00C4\u00C5\u00C6\u00C7\u00C8\u00C9\u00CA\u00CB\u00CC\u00CD\u00CE\u00CF\u00D0\u00D1\u00D2\u00D3\u00D4\u00D5\u00D6\u00D8\u00D9\u00DA\u00DB\u00DC\u00DD\u00DE\u0100\u0102\u0104\u0106\u0108\u010A\u010C\u010E\u0110\u0112\u0114\u0116\u0118\u011A\u011C\u011E\u0120\u0122\u0124\u0126\u0128\u012A\u012C\u012E\u0134\u0136\u0139\u013B\u013D\u0141\u0143\u0145\u0147\u014A\u014C\u014E\u0150\u0152\u0154\u0156\u0158\u015A\u015C\u015E\u0160\u0162\u0164\u0166\u0168\u016A\u016C\u016E\u0170\u0172\u0174\u0176\u0178\u0179\u017B\u017D\u0181\u0182\u0184\u0186\u0187\u0189\u018A\u018B\u018E\u018F\u0190\u0191\u0193\u0194\u0196\u0197\u0198\u019C\u019D\u019F\u01A0\u01A2\u01A4\u01A6\u01A7\u01A9\u01AC\u01AE\u01AF\u01B1\u01B2\u01B3\u01B5\u01B7\u01B8\u01BC\u01CD\u01CF\u01D1\u01D3\u01D5\u01D7\u01D9\u01DB\u01DE\u01E0\u01E2\u01E4\u01E6\u01E8\u01EA\u01EC\u01EE\u01F4\u01F6\u01F7\u01F8\u01FA\u01FC\u01FE\u0200\u0202\u0204\u0206\u0208\u020A\u020C\u020E\u0210\u0212\u0214\u0216\u0218\u021A\u021C\u021E\u0220\u0222\u0224\u0226\u0228\u022A\u022C\u022E\u0230\u0232\u023A\u023B\u023D\u023E\u0241\u0243\u0244\u0245\u0246\u0248\u024A\u024C\u024E\u0391\u0392\u0393\u0394\u0395\u0396\u0397\u0398\u0399\u039A\u039B\u039C\u039D\u039E\u039F\u03A0\u03A1\u03A3\u03A4\u03A5\u03A6\u03A7\u03A8\u03A9\u03AA\u03AB\u0400\u0401\u0402\u0403\u0404\u0405\u0406\u0407\u0408\u0409\u040A\u040B\u040C\u040D\u040E\u040F\u0410\u0411\u0412\u0413\u0414\u0415\u0416\u0417\u0418\u0419\u041A\u041B\u041C\u041D\u041E\u041F\u0420\u0421\u0422\u0423\u0424\u0425\u0426\u0427\u0428\u0429\u042A\u042B\u042C\u042D\u042E\u042F\u1E00\u1E02\u1E04\u1E06\u1E08\u1E0A\u1E0C\u1E0E\u1E10\u1E12\u1E14\u1E16\u1E18\u1E1A\u1E1C\u1E1E\u1E20\u1E22\u1E24\u1E26\u1E28\u1E2A\u1E2C\u1E2E\u1E30\u1E32\u1E34\u1E36\u1E38\u1E3A\u1E3C\u1E3E\u1E40\u1E42\u1E44\u1E46\u1E48\u1E4A\u1E4C\u1E4E\u1E50\u1E52\u1E54\u1E56\u1E58\u1E5A\u1E5C\u1E5E\u1E60\u1E62\u1E64\u1E66\u1E68\u1E6A\u1E6C\u1E6E\u1E70\u1E72\u1E74\u1E76\u1E78\u1E7A\u1E7C\u1E7E\u1E80\u1E82\u1E84\u1E86\u1E88\u1E8A\u1E8C\u1E8E\u1E90\u1E92\u1E94\u1E9E\u1EA0\u1EA2\u1EA4\u1EA6\u1EA8\u1EAA\u1EAC\u1EAE\u1EB0\u1EB2\u1EB4\u1EB6\u1EB8\u1EBA\u1EBC\u1EBE\u1EC0\u1EC2\u1EC4\u1EC6\u1EC8\u1ECA\u1ECC\u1ECE\u1ED0\u1ED2\u1ED4\u1ED6\u1ED8\u1EDA\u1EDC\u1EDE\u1EE0\u1EE2\u1EE4\u1EE6\u1EE8\u1EEA\u1EEC\u1EEE\u1EF0\u1EF2\u1EF4\u1EF6\u1EF8\u1EFA\u1EFC\u1EFE]'
            THEN translate(kana, '髙﨑嵜碕澤邊邉齋齊斉濱濵廣國囯嶋嶌櫻眞惠槇瀧龍藏曾德榮學斈會藝壽萬與圓鐵銕豐增淸靜瀨賴橫黑綠彌禮實寶應晉縣關當發總聲體臺舊鹽醫驛區鄕敎栁桺籠檜條來兒冨峯嶽凉埜莊嚴龜巖穗繩讓遙瑤薗藪籔曻昻𠮷邨舘舩渕渊鷗俠頰麵蘆靑黃戶步每彥顏產內吳熙禰穰聰蔣觀諫賣鎭靈顯驒鶯麥黨點齡齒樂氣歸擧經輕繼權獻效號參棧贊絲辭濕寫釋從處將證乘淨狀圖粹隨數專踐錢淺戰雙壯爭搜屬續對帶擇擔團斷晝蟲廳聽遞轉傳燈鬪獨讀屆貳腦拜廢變竝滿譯藥豫餘樣覽兩獵勵勞爐樓灣亞惡壓圍爲壹隱營衞奧歐毆假價畫繪擴覺歡勸陷罐卷峽狹曉勳恆劍劔檢驗險儉圈碎歲濟劑雜燒稱奬涉疊孃觸囑髓樞竊攝潛纖禪裝騷滯膽彈遲鑄癡徵盜稻惱霸髮拔祕拂佛舖穩飜默謠搖亂隸戀錄緖曆歷鍊〜∼∽〰`“‘”’„‚‟‛ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĴĶĹĻĽŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƠƢƤƦƧƩƬƮƯƱƲƳƵƷƸƼǍǏǑǓǕǗǙǛǞǠǢǤǦǨǪǬǮǴǶǷǸǺǼǾȀȂȄȆȈȊȌȎȐȒȔȖȘȚȜȞȠȢȤȦȨȪȬȮȰȲȺȻȽȾɁɃɄɅɆɈɊɌɎΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯḀḂḄḆḈḊḌḎḐḒḔḖḘḚḜḞḠḢḤḦḨḪḬḮḰḲḴḶḸḺḼḾṀṂṄṆṈṊṌṎṐṒṔṖṘṚṜṞṠṢṤṦṨṪṬṮṰṲṴṶṸṺṼṾẀẂẄẆẈẊẌẎẐẒẔẞẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸỺỼỾ', '高崎崎崎沢辺辺斎斎斎浜浜広国国島島桜真恵槙滝竜蔵曽徳栄学学会芸寿万与円鉄鉄豊増清静瀬頼横黒緑弥礼実宝応晋県関当発総声体台旧塩医駅区郷教柳柳篭桧条来児富峰岳涼野荘厳亀巌穂縄譲遥瑶園薮薮昇昂吉村館船淵淵鴎侠頬麺芦青黄戸歩毎彦顔産内呉煕祢穣聡蒋観諌売鎮霊顕騨鴬麦党点齢歯楽気帰挙経軽継権献効号参桟賛糸辞湿写釈従処将証乗浄状図粋随数専践銭浅戦双壮争捜属続対帯択担団断昼虫庁聴逓転伝灯闘独読届弐脳拝廃変並満訳薬予余様覧両猟励労炉楼湾亜悪圧囲為壱隠営衛奥欧殴仮価画絵拡覚歓勧陥缶巻峡狭暁勲恒剣剣検験険倹圏砕歳済剤雑焼称奨渉畳嬢触嘱髄枢窃摂潜繊禅装騒滞胆弾遅鋳痴徴盗稲悩覇髪抜秘払仏舗穏翻黙謡揺乱隷恋録緒暦歴錬~~~~''"''"''"''"''àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĵķĺļľłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵơƣƥʀƨʃƭʈưʊʋƴƶʒƹƽǎǐǒǔǖǘǚǜǟǡǣǥǧǩǫǭǯǵƕƿǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȝȟƞȣȥȧȩȫȭȯȱȳⱥȼƚⱦɂƀʉʌɇɉɋɍɏαβγδεζηθικλμνξοπρστυφχψωϊϋѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕßạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹỻỽỿ')
            ELSE kana END AS folded
        FROM (
            SELECT translate(
                regexp_replace(
                    regexp_replace(
                        lower(normalize($1, NFKC) COLLATE "C"), '[\u0009-\u000D\u001C-\u0020\u0085-\u0085\u00A0-\u00A0\u00AD-\u00AD\u00B7-\u00B7\u034F-\u034F\u061C-\u061C\u1680-\u1680\u180B-\u180F\u200B-\u200F\u2022-\u2022\u2027-\u202E\u2060-\u206F\u2219-\u2219\u22C5-\u22C5\u30FB-\u30FB\uFE00-\uFE0F\uFEFF-\uFEFF\U000E0000-\U000E0FFF]+', '', 'g'),
                    '[\u002D\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\u254C]', 'ー', 'g'),
                'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヽヾヵヶゕゖ',
                'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゝゞかけかけ') AS kana
            OFFSET 0
        ) AS first
        OFFSET 0
    ) AS second
$kyodo$"""

GRAMS = r"""CREATE OR REPLACE FUNCTION kyodo_grams(text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20000 AS $kyodo$
    SELECT array_to_tsvector(
        ARRAY(SELECT a || b FROM unnest(characters, characters[2:]) AS pair (a, b)
              WHERE b IS NOT NULL)
        || ARRAY(SELECT a || ' ' || c FROM unnest(characters, characters[3:]) AS three (a, c)
                 WHERE c IS NOT NULL)
        || characters)
    FROM (SELECT string_to_array(left($1, 40000), NULL) AS characters OFFSET 0) AS t
$kyodo$"""

QUERY = r"""CREATE OR REPLACE FUNCTION kyodo_query(text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100 AS $kyodo$
    SELECT coalesce(string_agg(
        '''' || replace(replace(piece, '\', '\\'), '''', '''''') || '''', ' & '), '')::tsquery
    FROM (
        SELECT substr($1, i, 2) AS piece
        FROM generate_series(1, greatest(length($1) - 1, least(length($1), 1))) AS i
        UNION
        SELECT substr($1, i, 1) || ' ' || substr($1, i + 2, 1)
        FROM generate_series(1, length($1) - 2) AS i
    ) AS pieces
$kyodo$"""


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.RunSQL(NORMALISE, "DROP FUNCTION kyodo_normalise(text)"),
        migrations.RunSQL(GRAMS, "DROP FUNCTION kyodo_grams(text)"),
        migrations.RunSQL(QUERY, "DROP FUNCTION kyodo_query(text)"),
    ]
